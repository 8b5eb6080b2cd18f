package org.vpnledger.spool;

import java.nio.file.Path;

/** Where the keys come from that requests are signed with; never the keys themselves. */
public sealed interface S3Credentials {
  /** {@code AWS_ACCESS_KEY_ID}, {@code AWS_SECRET_ACCESS_KEY}, {@code AWS_SESSION_TOKEN}. */
  record Environment() implements S3Credentials {}

  /** A file as the AWS tools have it, in {@code ~/.aws/credentials}; read anew when it changed. */
  record SharedFile(Path file, String profile) implements S3Credentials {}

  /** The role of this machine, asked of {@code http://169.254.169.254}. */
  record InstanceRole() implements S3Credentials {}
}
