#!/usr/bin/perl
# SPDX-License-Identifier: ISC
# The peer Mail::DKIM, many messages in one run.
#   maildkim.pl verify FILE ...                    prints "RESULT FILE"
#   maildkim.pl sign KEY SELECTOR DOMAIN METHOD FILE ...   writes FILE.out
use strict;
use warnings;
use Mail::DKIM::Signer;
use Mail::DKIM::Verifier;

sub octets {
    open(my $in, '<:raw', $_[0]) or die "$_[0]: $!\n";
    local $/;
    return <$in>;
}

sub verify {
    my $dkim = Mail::DKIM::Verifier->new();
    $dkim->PRINT(octets($_[0]));
    $dkim->CLOSE;
    print $dkim->result, " $_[0]\n";
}

sub sign {
    my ($key, $selector, $domain, $method, $file) = @_;
    my $dkim = Mail::DKIM::Signer->new(
        Algorithm => 'rsa-sha256',
        Method    => $method,
        Domain    => $domain,
        Selector  => $selector,
        KeyFile   => $key,
    );
    my $octets = octets($file);
    $dkim->PRINT($octets);
    $dkim->CLOSE;
    my $field = $dkim->signature->as_string;
    open(my $out, '>:raw', "$file.out") or die "$file.out: $!\n";
    print $out "$field\r\n$octets";
    close($out) or die "$file.out: $!\n";
}

my $what = shift @ARGV;
my @fixed = $what eq 'sign' ? splice(@ARGV, 0, 4) : ();
for my $file (@ARGV) {
    $what eq 'sign' ? sign(@fixed, $file) : verify($file);
}
