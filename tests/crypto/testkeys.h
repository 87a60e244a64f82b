/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * testkeys -- keys for tests, their public halves, and signatures with them.
 *
 * Made by the openssl command of OpenSSL 3.0, so that they are known answers:
 *
 *     openssl genrsa [-traditional] [-3] BITS
 *     openssl genpkey -algorithm ED25519
 *     openssl pkey -in KEY -pubout -outform DER
 *     openssl pkeyutl -sign -inkey KEY -in DIGEST -pkeyopt digest:sha256
 *             -pkeyopt rsa_padding_mode:pkcs1      (Ed25519: -rawin)
 *
 * DIGEST is that of the five octets "zegel". Keep nothing secret with them.
 */

#include "zegel/crypto/pubkey.h"

struct testkey {
	const char *name;
	enum zgl_key_alg alg;
	unsigned bits;
	const char *pem;        /* PKCS#1 or PKCS#8 */
	const char *public_b64; /* as in p= */
	const char *sha256_b64; /* signature over SHA-256 */
	const char *sha1_b64;   /* signature over SHA-1 */
};

// clang-format off
static const struct testkey testkeys[] = {
	{
		"rsa512", ZGL_KEY_RSA, 512,
		"-----BEGIN RSA PRIVATE KEY-----\n"
		"MIIBPAIBAAJBALlyPKU5paCG5AQWNnRE7NyhTAObbVpJU4MXNfJHGE9jqEknoFQG\n"
		"ygAHRiZ6TRJjW3OrNIp3QLelBLCFUhZ9u2sCAwEAAQJBALBTiIppl6xc1e102W4Q\n"
		"I09dJpO/c2iHlBpvNWIaa2j/bylRVVdzepbr3+9T4ZeL0V8up2VFAlLqY9I506tm\n"
		"PmECIQDtN0is73oiuCLzo31QwPo9cjTv1uFo4amJvlKmAP8zwwIhAMghgTkU3OdC\n"
		"vP6ut4lQjvuqQKEFmax0DCozUq8WDac5AiEAxBnpyJ0ImN8kdcl39WQy+s0JGiTH\n"
		"n06+OxLNfFJipsUCIQDDcYUDO86nwlNT3Ui8PwID4DaRiiiTdBlVNR3wgvb+cQIg\n"
		"KYZExX72YCN8rp8aBrIXmpbGcNoegYnQfOjRkBAWeu0=\n"
		"-----END RSA PRIVATE KEY-----\n",
		"MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBALlyPKU5paCG5AQWNnRE7NyhTAObbVpJ"
		"U4MXNfJHGE9jqEknoFQGygAHRiZ6TRJjW3OrNIp3QLelBLCFUhZ9u2sCAwEAAQ==",
		"osw38/fTNob4YmfMldmoB05p3/wWJh3YR+eDuuw37FvMqZAl/DYHAfyMZcJzxOz4"
		"pj+vw438vt9TPFnEiwpQZg==",
		"GFH4mblI5Jdy2eeXfiIiETLEOyyhdPp5wZ5AMNHI1EtLf4YSuU7WNghf4DwzKpT2"
		"WXtoY51/so55d538IP1Kxg==",
	},
	{
		"rsa768", ZGL_KEY_RSA, 768,
		"-----BEGIN PRIVATE KEY-----\n"
		"MIIB5gIBADANBgkqhkiG9w0BAQEFAASCAdAwggHMAgEAAmEAq285JYaQ+JWFfm/w\n"
		"TRPi8E4Q3jI6jXC/v3E86C2BI56+yWo3hZfWchx0hJZQY12m5bPr/Knzdqt/jhP0\n"
		"wIx8sP1hAIG4JW8xtT6bBYjBCs7xGARH3hjdqhNFkUSdPmhpAgMBAAECYEHqpy99\n"
		"mVprq4OdKOmKHvVFHwlAiPD/jErhEIk5jfETRcqOM8EDS+pedJLSdSBvzm5QvRxw\n"
		"LeY01hmgSgrwOMedCVX4DqzpK2nRVJxjmwXoGiYefDiZ3g68CduF40tvbQIxANf1\n"
		"MUVbBRKSMlASjxUWMlx1q9vVBFKsBH+oR6l45+qK2n3HLoqHwj88p2NB/8ep5wIx\n"
		"AMs4p6p219BBco/qItc2+0Np8RzRTzUihuTvu1dYiu+nOw+2Yqd4X4IFQKD0B0cx\n"
		"LwIxALolZQTtQeASGEAg3yhD68D6xNpGMOW51F7dBHg1+WGXsmF8UMej4XF0rKvH\n"
		"9dt6vQIxAMAFX4AV3WQ9gydy/8rFe/O+FgK50BMP9dA6qZUl59n89TSqjFtbxTsR\n"
		"BXlQO9RMJwIxANHqJHmeds0mVEsg+DY5XYNoffTd1qA/fwSke0G6FSxy/vSB3tD1\n"
		"aTGe6XU0Q/d0hA==\n"
		"-----END PRIVATE KEY-----\n",
		"MHwwDQYJKoZIhvcNAQEBBQADawAwaAJhAKtvOSWGkPiVhX5v8E0T4vBOEN4yOo1w"
		"v79xPOgtgSOevslqN4WX1nIcdISWUGNdpuWz6/yp83arf44T9MCMfLD9YQCBuCVv"
		"MbU+mwWIwQrO8RgER94Y3aoTRZFEnT5oaQIDAQAB",
		"mBJGD+RgkDVCeqrnWfgLn07xIGbQbBZWLV90cKKa21nEL+nEGOuAvKgtbQR1ldgd"
		"oQ07YlWL1MzUmqXdrYD+RrpJ3wcN6oHXz/eduRtZUnvovqeGf+FsBk2AfOZNggpD",
		"DZCsfo9eQNsOD1piSbEP/ZLy9eeAexFAgHufd0ESOzd7Yy7cU0Mg8Jjr6y2o7Pe6"
		"jtiJLIcWVLJMEOvBaznJZPmMuZwRhkf+Gczyaz6F3Kby7AdJ8/d9qj5XEYFRYAId",
	},
	{
		"rsa1024", ZGL_KEY_RSA, 1024,
		"-----BEGIN RSA PRIVATE KEY-----\n"
		"MIICXQIBAAKBgQDOghJHKo1HaUtQLtsqAmwPLqAJgT23fTWLYW2TTDXTI4+bGbcR\n"
		"IB/JTs24XYxRAswJpHDZiXUphq7kDjX6WMnFVb3Kk2WOeiLmiG3MfJ9STgS21xO6\n"
		"Ly7zrhaZ/kOlkuT4VImui3kK3Xj7WSJNDWt5wk7FtsRjqDD9Tb8pp+IxUwIDAQAB\n"
		"AoGAImi58vG8KLH6wpmMGyvcJYt3Tx4h0nkiet75CxofvdanDwjx4ACiS0C+NoIf\n"
		"5z+4D8M+qoCk7Q5sBcP4aoZw2AwUschuxgiDv3b5VjAP1BUA9SVtKWtC8IMLZLMs\n"
		"fkiV+v2b9oIKzxSj0rMICZWikHghtVGdoXHIDeD2JSYWKkECQQDrOFhaRwa0L3Ix\n"
		"1ZO9RnKHB8Gf6QvXaX2EbWuTRiCkWBpBnrj+ZXfJ1hvueUcXGMYdrzfiwvjZLMI+\n"
		"m1+QCIBtAkEA4MBiuWM1RRC2SmKmbc+uVue2/PkyLXiquQq2DBBtXppJdBdPnqzF\n"
		"6h7bIUQD9Cmsc/9zHmReochpW/ByOPfgvwJBAIiBRXz2tSRCWKIlET0JshM85Bg6\n"
		"NZ4IYUhF++UXEIBvhKVKSI+SMSdX8xO9HA2CWg8GDYeyoJngSMXug1HiLS0CQEjC\n"
		"3/NGw/stEub4Ewtf/gASmjJB9tWzyAmKBy/WraG/72HPHi6vno9SF/0oCOOmDjer\n"
		"jrhbJCvaNwnVyRTaYv8CQQC/d1qHraGs5fDxXzMUYgsds3zoAO4uCFdmPfhUxjuW\n"
		"lOQ6RCAWzSd0dQpix+0mCEcmpOGZFvalbUC8vgHjMZlQ\n"
		"-----END RSA PRIVATE KEY-----\n",
		"MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDOghJHKo1HaUtQLtsqAmwPLqAJ"
		"gT23fTWLYW2TTDXTI4+bGbcRIB/JTs24XYxRAswJpHDZiXUphq7kDjX6WMnFVb3K"
		"k2WOeiLmiG3MfJ9STgS21xO6Ly7zrhaZ/kOlkuT4VImui3kK3Xj7WSJNDWt5wk7F"
		"tsRjqDD9Tb8pp+IxUwIDAQAB",
		"mzWMG3ZDIz8CtTtZ/RGDmBqQqb3kEbnDeYnA7CSsMmYkfqEg2+68X/RLWZTUBKyh"
		"3JQJ/H0Ac3YzcExL4sEXY7L4u01GxU2LhltW6WQrPFw3XnuHRm5NOEZq4UqM7wXE"
		"YoMsNiOWVxx+xn3Q0IJDXXC8NyObI0SRDvx/Thcvpu8=",
		"vfm0Gp90kGGoCVl8jUgt77lupRhUTwv2GZsy3zkwxBNk024rwSzA8+Xqac8PQ0N1"
		"izd9i2zkz79+KkyXpBosiyKBGxLP3rKRAgByuDJSxGGBY5WL3M64hErkY4TOcUev"
		"cqB9eHkl29+UZNheR9ZuPkR0jqcmuDEfwmvSeFdsUOw=",
	},
	{
		"rsa1024e3", ZGL_KEY_RSA, 1024,
		"-----BEGIN RSA PRIVATE KEY-----\n"
		"MIICXAIBAAKBgQCZoiIsZmX2OL18CPgMxgPoC2yUsvE8LDt3osWg1WevwgGJCRbZ\n"
		"sAq94IUBoY2qXYWTawjixLs2jXoW5zIj9/xcqHPsO5yH5eYDF+9IDXBX/iTgeLuc\n"
		"6foFdvc/wJi+hMcfYqtGsoKIgWRtdi6Szmv35YH+7KNHJIKIuKKFhvYgPQIBAwKB\n"
		"gGZsFshEQ/l7KP1bUAiEApqySGMh9igdfPpsg8CORR/Wq7CwueZ1XH6VrgEWXnGT\n"
		"rmJHW0HYfM8I/A9EzBf6qDy9KEQ/LwthOirQ+ZU1a4Du+0LVC6i3+3/rNncImK/S\n"
		"fFx3m202tAcMbq0t8my0HLg7Xlm1qDnL1/T5QDOF0frrAkEAylnKhE9jbOOai6fF\n"
		"6k6FIb/lUxYpU2/pXrNxyvv0jcjF1yHEBurmKebot/sMAyuApPtUn+XDpcHdI+58\n"
		"PPG+mQJBAMJdu1iGk2crKFLRIlMAkXXsFuYT9oKQ3DdyG2i3wjtDztggXtmJl8TX\n"
		"gPlH470VYud5I7xBLMz8vB7TvAFJaUUCQQCG5ocC35ed7RGyb9lG3wNr1UOMuXDi\n"
		"SpuUd6Ex/U2z2y6Pa9gEnJlxRJslUggCHQBt/OMVQ9fD1pNtSagooSm7AkEAgZPS\n"
		"OwRiRMdwNzYW4gBg+UgPRA1PAbXoJPa88HqBfNffOsA/O7EP2I+rUNqX02OXRPtt\n"
		"KCtzM1MoFI0oANubgwJBAIXc5sBazDA3+b6ihtRkPGwSAe3bRlaAdZEEkVv/1REW\n"
		"YqyCQcHsqGW172KxOA3FAB3ngnH0AeMV4p52ReHnL/4=\n"
		"-----END RSA PRIVATE KEY-----\n",
		"MIGdMA0GCSqGSIb3DQEBAQUAA4GLADCBhwKBgQCZoiIsZmX2OL18CPgMxgPoC2yU"
		"svE8LDt3osWg1WevwgGJCRbZsAq94IUBoY2qXYWTawjixLs2jXoW5zIj9/xcqHPs"
		"O5yH5eYDF+9IDXBX/iTgeLuc6foFdvc/wJi+hMcfYqtGsoKIgWRtdi6Szmv35YH+"
		"7KNHJIKIuKKFhvYgPQIBAw==",
		"aDgyI2saInEtYfSnR6KyV6GmcHmDLpxKz1sYUAinJHlDP3lhvLXfNaKi9PHILvLF"
		"T4oL/WBAYeBqMi3b28EIUJGlxXgbCDETyUL7Bn+choKYiOFnfQHTSfHZFdf23trt"
		"oa0GpEl1AGhZV1nZVGa7e8dzxtftGA1/H5Z0BrcnmsI=",
		"W9ij8UUzpmaDjh0shJyzA1OpuCRu8SiDS8H9Ptw9F87EOocP1uyp2sON5D/wwFda"
		"pjZeBdh7o5v/AIFA1ibBpZWntMHU1psKjy/V6nE7j5cz2Q+zMW3QK+NbbeOGGvML"
		"qIV+zQb5Wc8bHovM4LxvjnhvqzzaYEh9HmpZClVAo1k=",
	},
	{
		"rsa2048", ZGL_KEY_RSA, 2048,
		"-----BEGIN PRIVATE KEY-----\n"
		"MIIEvgIBADANBgkqhkiG9w0BAQEFAASCBKgwggSkAgEAAoIBAQCZ9Gs8rxQiCIOV\n"
		"tz848CeUnX3w1M9L7d/0EJrC8i5NCFa68qEvNBseDSKpvLHBR6uG7RMa1/txLwCN\n"
		"E9G2YZXGnYi4QhHEM19ssVFysOVgHoqsN62j8+ReaDm9qMVJbuovzIJciQ19vlo5\n"
		"UMxpKuYwTYDayVuxuTk15PooduLMoowN8Yk25mkQHc2HX+1tXfGpTUBo3qTTCR7O\n"
		"X45NEll2bx+8qwuw7+DG2qZFu0MWN8YsfjRYqpfqvVuoN0r6VF2TkmTKPWzh2plw\n"
		"qIOCtRxRhiNQkluriLx7s1DLigZQeNxhlQzQaZtia4GWAlSEBBS396rjvwPW6UJD\n"
		"Y9pZwgHfAgMBAAECggEAATAhJ+/j7UVOGqNEawQeEhKumrjf5qKYcqcV7U8Sx9Zl\n"
		"PykQe3Z9Tfgd3k3G2LUj7jUc5+f033vipUJFnZ8QJ98JqsVxFKfJfzjVgq0A462a\n"
		"bx6ONIXYq1i3/jxljjpX7/QnqSYkCjukMV8k2uMflNTW8PzSdSavzyooc80mnFSh\n"
		"C/wyx9iLroh2q0IGPDgsJrc96w2arc8CoxPxj2AnyEnoMCn61J6Q8PxsATuLt2eW\n"
		"oLFYQ8eoYPWe8IqbA0aA/XQe2kFR4kr8CtidF8dAJclYF/iCUJkgXD5ObZzKDaEv\n"
		"9RrgF10GIuCNd7ylWW0AxpRgtH+BOwT14eO0K0v5oQKBgQDIND03meDMhSujbcsY\n"
		"ZUrg0swNwipaJACNIDsAv8aXdhfaGYQBRBjeU/gO16uTVHMtUla10qc1KcT/ascx\n"
		"6f4qz2KZs/pZXECThgNgWLSmXQcIgDGE3xKctfTH6hJhyurfl4hBv5dSVFwRkHTU\n"
		"zwg2eCIEDHlk9ePt3YP5uKi6fwKBgQDE3HoVPWid/lDOpUfrmmMHDTN0lwdVMH+c\n"
		"hN/OxoAux5sr9B3nVYznZYMB6IJz2k4oDPxY+RLp2gcQMt560m4xcCDm712U6cGs\n"
		"zCMvgiIFOI6waE0CONHEv892RsulNaYoLNEaI1olVUFn1QMJKXx0hdah7RK+XTKo\n"
		"I31cyk9IoQKBgBppeeIJ9PRGZVlsNK0FP/mlFbKC+R9nPINhyybwJfz5YXAuiZG5\n"
		"MCa0oTckEMihDYjfIf1eyxxiZFDl/12AZz2ymml4qwB7ATH1LiDZ0wtXnoPqlZ3X\n"
		"6BawkpiFMuOf55iT3y/9XLNJ2dOfYSpqHcVB2Ar8sk81eVp6LN0XFXt1AoGBAIL/\n"
		"G5XqqSUJSAhaX4Nd1quokybwIQcFIMWsfamA2WdHl/Aln4iCmyKXoBey+qvRBtUL\n"
		"3xftljJazPxwfS9Ju93V+W7ytVkUO7aamIdSlwTWX8zvet8RpDTCVnEkJvsmugxd\n"
		"1j8Ia0IQe1d2nXCJVLHNJcfWk/Rs2/qasx792MhBAoGBAImiogaoRt4r2lXjaYQZ\n"
		"qY7FpfpXbv6qJJz+fEYTbVp5hR/t0E3OhKo/mUchooltD74SDC252FY7DvhjY+aS\n"
		"E9/Cr/U+iE4myonMEab4Se7FpLBQKuiMcIysSzL6BTkmdxWZJMSbGhljIkaGenwt\n"
		"03/0QNVJWGGre5ukr/278IO4\n"
		"-----END PRIVATE KEY-----\n",
		"MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAmfRrPK8UIgiDlbc/OPAn"
		"lJ198NTPS+3f9BCawvIuTQhWuvKhLzQbHg0iqbyxwUerhu0TGtf7cS8AjRPRtmGV"
		"xp2IuEIRxDNfbLFRcrDlYB6KrDeto/PkXmg5vajFSW7qL8yCXIkNfb5aOVDMaSrm"
		"ME2A2slbsbk5NeT6KHbizKKMDfGJNuZpEB3Nh1/tbV3xqU1AaN6k0wkezl+OTRJZ"
		"dm8fvKsLsO/gxtqmRbtDFjfGLH40WKqX6r1bqDdK+lRdk5Jkyj1s4dqZcKiDgrUc"
		"UYYjUJJbq4i8e7NQy4oGUHjcYZUM0GmbYmuBlgJUhAQUt/eq478D1ulCQ2PaWcIB"
		"3wIDAQAB",
		"gz2XT7gHrlre/KHwn1B8uUI1xWLJhqiRoefyFMFkNUx+DNHpIZB1AD3viQZpChfM"
		"vknl1xGghkb3LD4g7HSfrvYoLr3EWy3qkER6DnkUlrlhM/V3AJdkhmkUGs7qAhSG"
		"aXbMOCD/qHcY47LL+0mxkLvyxVMFjrI5aqGlimAH43itZTOLus8VQcm4osYn5Z+s"
		"DZwB92AWL4jjI6ynsAdFK3EdlkwYuoMfdepqs4kmkG/TRbjJ9zz/yRY668vEDGpo"
		"6qxKSHC+40R6Ky54J/XvTTUYil/t6mrQ+W7MZz+FJkGLYpu6pCyiDbla6udnmebL"
		"dyO5ckUanyqLy0axyEyDPg==",
		"Zb+W/RQtadiXaq8K+i95sAwCM2VRzJXmhXb7AALAzchbhEgTSd01a2KWH6W4yBy4"
		"vb3RaVF6DLRKjkLvwH0KFYxtK5JKqJgvPfGxyIOIhQtSRUnVVr8q84BB1bH8BiVK"
		"+ySlp9DuMdLODQyZp081+8+KLl0w5/dubQEsVTr8caNO+VLMdFdEeozdqv9RHHqm"
		"Y26omNq2dk72U4D1e03ZaDs6uHCUd9O4LdOw/0GjYn0QCqq6B1n//wgNdmvrJsnP"
		"JBRfBBPVpTs3tHFTXHn9vo0Pjpyz4U25xRR92HVMG50fT7MHxelBPVTCD2peje/Y"
		"G11Ip55Rv0cirD0LWPhKRA==",
	},
	{
		"rsa3072", ZGL_KEY_RSA, 3072,
		"-----BEGIN RSA PRIVATE KEY-----\n"
		"MIIG4gIBAAKCAYEAuQPwAQmz+XqiK0qlC0q6jdP+XN+dyJ1R1jEIEgdHrs3bohU+\n"
		"FW431Yn1HzWazdO2nI0wq6ROE12NoeOG6RnlZGhD0fsmIu07sPyZlJRsyuJmV2ym\n"
		"VOBwkmanbLalWpJWcq6k8sty1iyg9hVjtEn1bzLrRLhdXjNR9B7WA6vUtI+DMkRj\n"
		"mQhQQYtQfIpuSp4NDYDx4DRVaLeDG6K++Xr5xFs/+NkFcOcev2l2c0rlnuK2zrX4\n"
		"Qd2GU1lK8baidSQ9u+RcLH4HaRHOvUe2zEi+liX5Fz3cqE5suWre6PpGoNbyFXdM\n"
		"FDGJVTGEuPTDsdN9sfb5WMUSgV4cv859IeIAe4lfwBNgFDY1O6ZiuKEaj190tSyF\n"
		"W7AH014OG50ysTTmrDuRJfHH0fpcla75dEzd4rAFKR3Se8l6h51xYW649l3GD9WY\n"
		"jygXA0UXLVZXCwWkijQLLQresX1Ecq9NQGrRh7k5S5qftS6qeA6/2zXkE7tKnXXc\n"
		"wb3oC2sz9gZOePGrAgMBAAECggGATneYC6ik1vMm4jt3QhHAizRU1ejVD2eBdNk4\n"
		"tgS2ZzHRq61ctlQXhA5Nkp32eMMI2N6cvL8jid0Mm5NW/XfJLUt3MBBXPUrmHQsU\n"
		"y8ojVeytQPjIlojV1ZGKAnZ4LLCRz3O4a2zT2Hf3EEdEEQuo9y9eTrfuiWw0nteR\n"
		"Jt9yh92x49jTcOzwtMu0KA3B9w2PNaHxc4hejNn/1fGxEzgPxDJ7MDxCrX6oMMA2\n"
		"x3EFb9xxcbwFfVHJjYH6Ygd2YT4r49h0d9payaFUBQPFd8YLgzfkcHm6stlhlend\n"
		"4R6cvM+AbW3oKsOGUT8Pm+g3gjvhcuDqKpwk2gGjAe49I6FRoGdsUKzyOu9Y1uu1\n"
		"4qdpZd8t9wmhsLtNUsU/EpJDLyp/3Wfx294jHPfabWVaeTUOmeqwfXi4YtO5YHBP\n"
		"+Ept0iAjC7dCZtespB/bwe7upX6nZbGYT0/JREs9f8KY0ALye4OcrUNgtF1WCnK+\n"
		"RKF/FqPqX92G3IpL3KadC3acf6OxAoHBAOC57qGlmybK2HZAiBKyTl+RvyaoDEGX\n"
		"qalT3T+WljLpUEDN84zReaf8Z47DdcdkdrY1YUwwscBMiDCSetY2+qZiiDve+dV/\n"
		"GjAGMVY9Zk3XqRfP6mljy8F3S7/p0HggiaqsVclwKgw50DPs4OlqxWWRWZ6LwgPS\n"
		"Wufs4X8+UredJZdrfr7cUsdaI0J6uRq3+RnFi98hSuaORJPZW/PMwixKQml2B4h6\n"
		"L2aGsJaoQcibZg46SEzeweWwrBnesuH2kwKBwQDSw0UPcDiSJdOdsIlw+BCUkPgS\n"
		"2I829TQnPYj4XPUwhWNNfPvLHqiBShGUHM7BHN1+R/Zioz+RcBGMEFVIEAeYJsoI\n"
		"GlNwTFLZHIiaODG5ovLlAyXx38rNFgl9rwB4YCUxTrFkl83XCkhE/L0uNFFTYEfK\n"
		"2OSMhYywxxPTGVObi+fS5xoPt6IMHJ2jKJwQqAhnlv6xViumtszayqCHVdGzAQdT\n"
		"K85vUD3NujGgwBvi7bSvukBkwuzLnrfrJvj9L4kCgcASBPasgYHyV1uKB9yhWyjL\n"
		"ov0n1Vu+OrIBANeBzMpYZLrpp1n7FaTiomuPV/7usRCPxbH6kQD/wWM+OdCdsqTg\n"
		"iJAR9OwlgV6RMT3tg1jbrwpA/Yv3TWg+KBmr1sy/hSRkyhLK5zKH7m7SaxERxlzz\n"
		"qvb7rostEUX2yNjAAjhRvskP3i+4kCQXFhQztXF4Qf44Yc24Y4wE9q1rCYfFAcsk\n"
		"EARJPoyWFe4NE4m/WtiDhGpng6beexIjH8p8/I1tbv8CgcBSM9kGqXVXAyvjMAyb\n"
		"JBWLbHNlHlPVUpOxzl1SySbUcuIFQf8O/Pkp3BK5GvdE+JYm/7hIRnWvqu8dGu24\n"
		"OpBLtq1LtcDfZtVVWryoscwrJDPqQG0XRnrZvIOdIpljWdSHw7KKkm61NYx0Y8MB\n"
		"d2RUyZOWuTuC1z/FXxALYLBsVYfoiTxv7uZkJPESxu7/zBnjFVBnKD3EOz3xA+DS\n"
		"iBVO5NLPjKFqZviD+eALW4JE4wN7GoCtDB3BWTlQnRW14kkCgcBVFYOqbb8qqZA6\n"
		"kgc+ZYBbu7ZqztEagK5lclxujFsJT50LC8UmzEuYLDsC0wUgY/PXFwY92qnzy3OG\n"
		"gypfxKJ4VFQf8XUTc4BD0kYEgO2ZGS9yhWL7pBWGZfUrwYxWsxUkQURanJXj3XFi\n"
		"4OfThgk+3gnj/poRGxTq9l6EMWfgvvETPZZauFcHiM9rYxwHjewGM6TwNQIqdrSi\n"
		"liEM0JCLWUOY+wcHLp3L40ECTkbKc58gMRN1BzBQ4SGsx/9DAkc=\n"
		"-----END RSA PRIVATE KEY-----\n",
		"MIIBojANBgkqhkiG9w0BAQEFAAOCAY8AMIIBigKCAYEAuQPwAQmz+XqiK0qlC0q6"
		"jdP+XN+dyJ1R1jEIEgdHrs3bohU+FW431Yn1HzWazdO2nI0wq6ROE12NoeOG6Rnl"
		"ZGhD0fsmIu07sPyZlJRsyuJmV2ymVOBwkmanbLalWpJWcq6k8sty1iyg9hVjtEn1"
		"bzLrRLhdXjNR9B7WA6vUtI+DMkRjmQhQQYtQfIpuSp4NDYDx4DRVaLeDG6K++Xr5"
		"xFs/+NkFcOcev2l2c0rlnuK2zrX4Qd2GU1lK8baidSQ9u+RcLH4HaRHOvUe2zEi+"
		"liX5Fz3cqE5suWre6PpGoNbyFXdMFDGJVTGEuPTDsdN9sfb5WMUSgV4cv859IeIA"
		"e4lfwBNgFDY1O6ZiuKEaj190tSyFW7AH014OG50ysTTmrDuRJfHH0fpcla75dEzd"
		"4rAFKR3Se8l6h51xYW649l3GD9WYjygXA0UXLVZXCwWkijQLLQresX1Ecq9NQGrR"
		"h7k5S5qftS6qeA6/2zXkE7tKnXXcwb3oC2sz9gZOePGrAgMBAAE=",
		"KXGtmNhqvAK3Of/8ktYLPTIBz2AroaAHt+umc3+gs7+b07lWAv8pxroM/iLSECAp"
		"YJrpY4EjLedqTXpT+8cGtRnZ1n+MV1Qm1u9P/Co0eDvZK7spkO9NeV7NFSYNVz4+"
		"7SQbUyaTTrXK1vmGC2+e8TYP2TQ/fc/Xw/xvkwRREbb2Ylg2gn6pN+k+a8pV5olQ"
		"ABYz9pxv55sNRQv9q1c5wFrczNbIox7Y7DqnjB8Y5mhYTY/FgYpL4VaqWXKwJ5Do"
		"CV+xM3gbXAXYowBVQB6ii/fYDJeT+YN7Y8t1zDwkGg/NE7tCXucK2t5doNUtEsht"
		"gZ9uWNnQ6O0M1768Q/d5SNRZ7O2d+kK6SIJ3tBoVC0N1uW99lrLuZETla+feAJTE"
		"3VTTToBkX7OL+t41/UMUNGPR/VzxjJ44I8n9gwZ4Vp659b4XOsYN9dRVcsxm+JTA"
		"Sf+foouBM9gQWXson5ZmaaRQFpjQuz6Xcyfe12AAlq+wwoKmrRtSt3srBcPmCt0I",
		"TQwued1HXgV/bLGXKqLwgOSUkh4EcweBcipSgnxOoXkM6bYQB2sTs1HqxPll64j6"
		"ohzOIJz1BhgmCGNjxK9dVzCDKFFsZ53pmrdT1X3bXKr7A9RP7bp9lyCN9loO6FZx"
		"CWkYX1JK9nicHkwczG9qbFyRoahkTXNR/4VUnycCCE9msH1zn5xthB+QBJ1bPGQV"
		"G0fpP6YizROzWIWfkRx30AgzMcv0+tfiAGnVwx4KQ2owLTm3hoU9rsLPCxWlpQgW"
		"vpCQOa0GgpX3QZGg2mZoB9x4pQjHnxFXxvjw7VH/t2YwTVtYj9nfCfqrpRWEXB2z"
		"sKSv77F0K+cPdnhXYlISOQQGg6ZRYVMzfoa0GmgVOr+olp4tbVdzvojJbvE5W4xH"
		"T71GqrZGcGjgLkyJ6UfGLEATV45mRqku3aq48gOo7QUVDApKjKrZ5rvIKjQdaSwf"
		"3c+HWDg9zSSmO5wxtxiLA8pBp8k8vq9xMwwJwqt2PXMCgM7oWupnKn9m5ITy5jcJ",
	},
	{
		"rsa4096", ZGL_KEY_RSA, 4096,
		"-----BEGIN PRIVATE KEY-----\n"
		"MIIJQgIBADANBgkqhkiG9w0BAQEFAASCCSwwggkoAgEAAoICAQClz08NjYYtKNZT\n"
		"yGqzSt2TCFcfOb0l6ohUb3SZ0SZRlhLmvxbCi53TJjwkrvplV8wwF9GNU8B7+plU\n"
		"ihVBseiOlwGxC7WmFzBI+o7wmqBVHgCgKkRK3EHbP0wca1sQg3AWj0dZgvRk5Y54\n"
		"ChFsA6ZoK65HBtZnLx4Dyu31m6Dnv86Yt/BIk9qZA6IjiNXArkZXdB6PLExEsORU\n"
		"w2LbKsCZj3dIAhApBZ9WulQhNYaNONBE4qxtKowy3we9phTVWDsPycVi542Fv2Qg\n"
		"NsqRjaXYg35PUpDkBOvVqeCW7Lyg2OXJdSZklYZlY4Slgl6nNtz0zu7vQMsYjKDN\n"
		"eHjXzr7Y+B5gHNwvDRMIAyPWNz0I1jISk9EFf5tYGfTrs/FJI1fJN7CC8D66Zt0L\n"
		"Xrk1dA6guljgAV3EMb6r0m2yEvVVY1Z9KWjS42dEoaHksh5EPExsIQwF5UFrl3Qa\n"
		"ojvSZyJkNE0Gci9fN4Vu1beGCU60gHEUg7UXd2IG5wrsECP1eAWLMr45JXuKauNU\n"
		"Yas1csvUeK1gs5Sm0CsjiKrq0HbNsXFcZUlUuwKKLQdTQTSVWRXsuzNhJyxOHzk9\n"
		"AFSK02S9LegEVdXkqzjmU1+7ziUI31zIUK8HrJRoXj68jb6CG2Mk5cFywqQGGNPC\n"
		"ig/ATtfFluln1hEIuOhBXAQdVMQOhwIDAQABAoICADuoulRxigggq/FMaNvnAY+A\n"
		"TjydfUmxt+jNi4I2x1dOrLFaqxlHu/s3xCcc0Fp7eywIvezgaB8TvWy2HEzdcwQv\n"
		"IDwwLuU6bbSsdpbqw+qsV2RJoPXgh0+YWE3XcNYhvMhZOD5kSIQvNpJJaRhYvdy4\n"
		"bsX+l1FcGiwaLYGURBJuqKq5cBrlHB+3N3UarHJeIlAgJ0izkyOaFCXNgXnDSbZW\n"
		"8P+3QlJIRBskAtZKGIYinYlTl9/VkclSB0p9Afz7eJDHNB7QmtK3WRLgNAWoFjav\n"
		"pVhsKFbq0GI58+XJ+1rSf+d7H9vMEyXS52zX2i/HJTxuYnkycoD8RHV5td1Mdc0u\n"
		"P6x4JQOgs72wJqXQXKHankYH6jkke68NwnktdTWvObzI74MzRwaPI9noK5kXo3eE\n"
		"z/lhnj2dOYAUu/9DziALgFpAIAO5HSkf0IVVjKrqrc0S828OVsu1r0aVtI7YxrXR\n"
		"Nz540grksLdLQF3MCbeRYYPnAb7oVKCACPXRhXq2dSSYaclrPysZ7UNZ/WLT0N//\n"
		"UnSbZoAw1JB1vOOY8ItP49Y3bHKHU/fYXp1aoI+KF0iHcBqyECIhlBfYtHjKrihT\n"
		"9XV5PRMmmFFrPzRKt5HOMGniGjRSspnnXflC3fa3Y1Qzoia9GPXg6osum+V3s0cY\n"
		"aLEKyvsdXkM61XSTxukVAoIBAQDQhwqZgjrGsA8z6kVZ8907RPZvHoCwWF6stq70\n"
		"dtjWUOdP7ZH+RnZXAsjU5EPwu0oChRZMfwMSVlaISqwLlMazi7hctF5akCnWuRfN\n"
		"jG7CI7202lBYJ4PosUhEtvNniGnIdKss09gjHkbvXO3nHI/9Prhg3Os/B96Mn/25\n"
		"E/1Ocz00/bgXiVN8Fx5GzJcrKQVTFnXJDwQaJt8tsVP/Qn5KCpwefkM8rLncs+lo\n"
		"IKIm74l/0yRzqMUQJMiwLWAUFBB9mgcy+yL/x13T0rN9Qe7xf+bUqmwcoQWSPbp+\n"
		"c/v1pr8yubMCuQ+59K/j6yVenhOWz+V4eOKiHxGbFrlFk5CbAoIBAQDLjq887mx6\n"
		"+2RVLFqewkFSHFsBZRh10UC6GHD6nrEyJa/8Tzn6idoy9/qXtjH1qMyAedLzJCr5\n"
		"JfQiBBq9VmiCOSujK7b4E5PrBWfKpmFLGW+orN1LKS3yF75DzHEHsb9R1oDjQ50y\n"
		"d/j+tsaSr0GiQCko1eeYh2XwoK7KzK2/aHahs5vG90O0UMreKzIyS6O2q38sTMjw\n"
		"NbQ7pn7t81veKIEtGCN9jxtNBqJm4rFLtTluqmmGjcP1SburTjez6/9U/PUI/RHI\n"
		"aglj9qCKTCMRRMgNl0SZE41raQLgLVzcrVai7olOswvuy79RnpIo78raqd+E9D1L\n"
		"17NVHZP86aqFAoIBAHFBBsa87kM/F+KwWB40znEEUXuka2xbcoAHcBoh+j7cDeVh\n"
		"OCuMBXXYc0788tFqRxX7RlMhoH9zGOhI9gwML6cQOX9QDvbM2YxfVsgyf209kCkL\n"
		"cRuPypq0vnVjj+spMZrHkrh0Di10oj4akLM21hVK3UTud23yTjK+KkU80BStjg6b\n"
		"xkIyOX9p5u247FlqnBO2XR5n42h4uDnO17oJWSHJhWUiWk432XI+3IPLRYY0Ds+3\n"
		"01Jl1TGhaMYWvtno09QDtelAcI/Orez/wLBFAQt01d+m97TM14PHtuQ7BhszByD7\n"
		"rnfKHvp2JJl6+v7ah/Ue0JiPvzch/KPowZNCRAUCggEBAL5Y+v1bZw3JrxUGmOcE\n"
		"d9i0s1UmmCz0NDbRTDTP2JswKtUhsPHbnrMyuJ7NvQIfirxJLz42gAjjuNtmQyry\n"
		"dl/v3iKDamGozRVkxJ3339s+Oe/dVkJGi7RrB3yW3Mt5J5L7pyLdw03CapClkiLw\n"
		"x8tVfCe3fw5e7rCJUWpK496tbOHg9raj2ifvtQT0F8h4eusCi7V9SBl33sY491DD\n"
		"1RB1h/YHMIjlHX51yb+0FF7bZI1bxboRL0FcZaXXSrdw5B8xPGHfZJWosodLxOwO\n"
		"LmyjiP9MiNUsN35NgGbphIDHhtBthvCU9X+j/4/vXHXzZhn76AyH6BnX5tadBhnm\n"
		"15ECggEANrBWB75+49pBHweNfunRoKudeMqzQ8Rc149XUGmX4rDaumrude4Q43ZS\n"
		"156v8V+hYTFLFusFXYFxltrZIMTw3W6D6ZUcU9+C1dUE+vCklu1+wpALqT4yBCUv\n"
		"YHll2r2miK2LacV3gLurUl52Eu82yyYxc8Bg/sGusFdDBCiAQYKV44s9veNVEwd/\n"
		"nwPcMRC7xtV+sCINIeND5zxwaYW1ZVLpXm975fIp2+bdcpqyAA3ZL1e6zHGOHqhM\n"
		"WVMGd+vJnnraGmdrjha2raiMyoBAwrqgSTXcsGEQFcCtqKDGIVFjYSY5wrIi7jhY\n"
		"Y17VPXeczrL/E/zETzc18UwANdx1gQ==\n"
		"-----END PRIVATE KEY-----\n",
		"MIICIjANBgkqhkiG9w0BAQEFAAOCAg8AMIICCgKCAgEApc9PDY2GLSjWU8hqs0rd"
		"kwhXHzm9JeqIVG90mdEmUZYS5r8Wwoud0yY8JK76ZVfMMBfRjVPAe/qZVIoVQbHo"
		"jpcBsQu1phcwSPqO8JqgVR4AoCpEStxB2z9MHGtbEINwFo9HWYL0ZOWOeAoRbAOm"
		"aCuuRwbWZy8eA8rt9Zug57/OmLfwSJPamQOiI4jVwK5GV3QejyxMRLDkVMNi2yrA"
		"mY93SAIQKQWfVrpUITWGjTjQROKsbSqMMt8HvaYU1Vg7D8nFYueNhb9kIDbKkY2l"
		"2IN+T1KQ5ATr1angluy8oNjlyXUmZJWGZWOEpYJepzbc9M7u70DLGIygzXh4186+"
		"2PgeYBzcLw0TCAMj1jc9CNYyEpPRBX+bWBn067PxSSNXyTewgvA+umbdC165NXQO"
		"oLpY4AFdxDG+q9JtshL1VWNWfSlo0uNnRKGh5LIeRDxMbCEMBeVBa5d0GqI70mci"
		"ZDRNBnIvXzeFbtW3hglOtIBxFIO1F3diBucK7BAj9XgFizK+OSV7imrjVGGrNXLL"
		"1HitYLOUptArI4iq6tB2zbFxXGVJVLsCii0HU0E0lVkV7LszYScsTh85PQBUitNk"
		"vS3oBFXV5Ks45lNfu84lCN9cyFCvB6yUaF4+vI2+ghtjJOXBcsKkBhjTwooPwE7X"
		"xZbpZ9YRCLjoQVwEHVTEDocCAwEAAQ==",
		"lAlg8oHJ9RTo3BefV9XVGcddNV+I9XM2ynmTtalVYILQBvpcsnpWAOMvEczRmipw"
		"YiQ2mUKOvEOn4ScQsbNcEcvBXkSZ/XWB1boc8X0ydPlva2ndDG7TvKSkiJLpF4eM"
		"p3RYry/mh/V/f0AUjgzknk+tmA+Umf9LvxNW82TMPyU/ILayLOh9UY6gFNAxNSMZ"
		"2QVVbW4+Kcx1PqCywz4huEYgcjBkzh80UrVhVDjNjzqw942iVkPRk9vXjCQXorrB"
		"YqZGAFzPFTnZcLSk/Npr4vBkzhBP5B4Yy73RWanpcIcncONRq+rdqep+kOkK5QL/"
		"8C+N2rebD5CNCVrVFEjC+CRmyYiZda+Yx1fO5+WqksHD3wiJn40pofmua6bAyaFr"
		"r9emMSDPutauGaYpNgkw3Ceu2ySy6TWZR2r5/a5gggq0/bIBu+z/6651/3uIuPKD"
		"hQHnYKpisTvikBL9H2LNOiKCl1KgKa5I27zNlwcj59lW3npO/SXgdVBjf7R6fs3p"
		"+KwXihk9svyaBeShAJl5diHju2FbgRkrVWHSeB36kiF4pVQZv9J00NSMLuNCBzHl"
		"hCYxPmIn55+9/1zAQ4b33+95fYK9mzaWvY8pQqiUrvd9diMAPTa9DxyEy6pYt7sK"
		"oaFWh/401eRrE7X0Xwt1eyQo118dirUNABMqZhPEwR0=",
		"iQsrGVqofEmKTLpJBnsqpABJRiQ//CuBBvbxbjHwFAO/X2UahZtH0hKTOVAemJ4S"
		"vAkyd7NnnogKO4YLD1i8G4z0GOnYCAA3Ow8w3jZOSlz118hxVSzOQgaG0A3c8aTL"
		"YCZTlTCAwcuIy6YDgqKTcVuyenwP0e7QBEStwHId8BaHQikL1d4AUUUh5oEop/hO"
		"GRhO0/HxPgGY0L4eYQlZGounz27+LVYxuTlSn7Fxf4q6MEmbD9h9v0ZkDgKq+blu"
		"pECT4B/SwxLmDlYtbeQJFKi9p7m+9+HtyWaYGx7hIDu2uQ3xc9kN9bzqP8+6Gdvj"
		"Q2n9bxMibAvaC/At0ZhA4G2SYsrhGdBxlxttmlPEKQ3dmWZPRTDopwffSPmBljBD"
		"dzy3obxnZ+CVYpmJQIh5n8wJ8Bg90jjUc0w6KUlTPhBcRRHDpyG0vZCnPYTXAby1"
		"NOgwcs3Kf1jZFEjkxq0tIzhi+UwmOtgcVNOQI8UWqXFdjgfAkaRpsfXQsVyAJhIb"
		"j5oDfAHXT4nF0rtZGderx4/K7kPBmZUSXj9ZTdpP/Om8Bg3Xd8gkTIR2LL0hodeP"
		"FDubmmDQDEwCJg6jZ9zqPB/2eH//65bEEIM0EES3FWU++clvALstrv7QGXku6cuJ"
		"ggQ6vJf0FEOnpKLU3ZYEGsI54Xtl4eV9SXYPyu5+SMU=",
	},
	{
		"ed25519", ZGL_KEY_ED25519, 256,
		"-----BEGIN PRIVATE KEY-----\n"
		"MC4CAQAwBQYDK2VwBCIEIA9N1XbQAVwqTgE9regXimsVc01Gavp34D+Grefg9X7k\n"
		"-----END PRIVATE KEY-----\n",
		"cfcSroVUcft2YTW9hcX3IBHeUozpT6eOmZuyW3/r0JQ=",
		"QdsmSObmvrEzLeYSgdfTxPXNsDTdK5a+BF9qzeVk9FEXCBSC4q0LQpGMEZgSDwVk"
		"ITg9TuXzPG9KCrpPhpKQBQ==",
		"76kcL5qqixC9I266kI10jyIszCm8tv0+SCKaFnJDFVbv0betJeYOgzcz6HsNqKW2"
		"HjBwdBFc9VlARJckKXY8Aw==",
	},
};
// clang-format on
