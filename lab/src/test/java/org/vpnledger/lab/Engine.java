package org.vpnledger.lab;

/** Whose files tell of a container. */
enum Engine {
  DOCKER,
  PODMAN
}
