package org.vpnledger.place;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How places are found.
 *
 * @param databases in MaxMind's format; each fills in what those before it do not say
 * @param refresh after which a place is looked up anew
 * @param fastestKmh what a person can travel at, kilometres an hour
 * @param lookupUrl a service with {@code {ip}} where the address goes; empty for none
 * @param lookupTokenFile absent for none
 * @param perMinute how often the service is asked at most
 * @param perDay likewise
 * @param patience how long one of its answers may take
 * @param onlineFor how long a peer without activity may still count as online
 */
public record PlaceRules(
    List<Path> databases,
    Duration refresh,
    int fastestKmh,
    String lookupUrl,
    Optional<Path> lookupTokenFile,
    int perMinute,
    int perDay,
    Duration patience,
    Duration onlineFor) {
  public PlaceRules {
    databases = List.copyOf(databases);
  }
}
