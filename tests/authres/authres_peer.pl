#!/usr/bin/perl
# SPDX-License-Identifier: ISC
# authres_peer.pl -- Mail::AuthenticationResults as a reader for
# authres_peers.py: fields in hex on standard input, a line each; what it found
# as JSON on standard output.
use strict;
use warnings;
use Encode qw(decode);
use JSON;
use Mail::AuthenticationResults::Parser;

my $json = JSON->new->canonical->utf8;

sub read_field {
	my ($field) = @_;
	my $header = Mail::AuthenticationResults::Parser->new->parse($field);
	my @results = ($header->value->value);
	for my $entry (@{ $header->children }) {
		my %props = map { $_->key => $_->value }
			grep { $_->isa('Mail::AuthenticationResults::Header::SubEntry') }
			@{ $entry->children };
		push @results, [ $entry->key, $entry->value, \%props ];
	}
	return \@results;
}

while (my $line = <STDIN>) {
	chomp $line;
	my $got = eval { read_field(decode('UTF-8', pack('H*', $line))) } || ["exception: $@"];
	print $json->encode($got), "\n";
}
