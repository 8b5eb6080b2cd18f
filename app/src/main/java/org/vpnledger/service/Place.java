package org.vpnledger.service;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the service is set up, and which.
 *
 * @param root the system's root folder; another one for packaging and tests
 * @param prefix below which {@code bin} holds the links, absolute as seen within the root
 * @param home the folder of the launcher, absolute as seen within the root
 * @param javaHome of the JDK that the launcher is to use
 * @param instance of several on one machine; absent for the only one
 */
public record Place(Path root, Path prefix, Path home, Path javaHome, @Nullable String instance) {
  private static final Pattern INSTANCE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._@-]{0,63}");

  public Place {
    if (instance != null && !INSTANCE.matcher(instance).matches()) {
      throw new ServiceException(
          "--instance takes 1 to 64 letters, digits, '.', '_', '@' or '-', the first none of '.@-'");
    }
    for (Path path : new Path[] {prefix, home, javaHome}) {
      if (!path.isAbsolute() || path.toString().chars().anyMatch(Place::isRefused)) {
        throw new ServiceException(
            path
                + ": systemd takes no such path for a service: it has to be absolute, and without"
                + " ':', quotes, backslashes and control characters");
      }
    }
    root = root.toAbsolutePath().normalize();
  }

  /** The colon divides what is mounted where; the others make a unit invalid. */
  private static boolean isRefused(int c) {
    return Character.isISOControl(c) || ":\"'\\".indexOf(c) >= 0;
  }

  /** Whether this is the running system, whose service manager can be told. */
  public boolean isThisSystem() {
    return root.equals(root.getRoot());
  }

  /** Where a path of the system is from here. */
  Path at(Path path) {
    return root.resolve(path.toString().substring(1));
  }

  Path launcher() {
    return home.resolve("vpnledger");
  }

  /** {@code vpnledger.service} or {@code vpnledger@NAME.service}. */
  public String unit() {
    return instance == null ? "vpnledger.service" : "vpnledger@" + instance + ".service";
  }
}
