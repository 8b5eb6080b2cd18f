package org.vpnledger.spool;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedMultipartUpload;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/**
 * Large files, in parts: a slow line loses one part by a hiccup, not all of it. What a crash left
 * of an upload is taken away before the next attempt, if the key may see it.
 */
final class S3Parts {
  private static final long LARGE = 64L << 20;
  private static final long PART = 16L << 20;

  /** S3 takes 10,000. */
  private static final long MOST_PARTS = 9_000;

  private final S3Settings settings;
  private final S3Client client;

  S3Parts(S3Settings settings, S3Client client) {
    this.settings = settings;
    this.client = client;
  }

  static boolean isFor(long bytes) {
    return bytes > LARGE;
  }

  void put(String key, Path file, Checksum checksum) throws IOException {
    abortLeftovers(key);
    String id = begin(key, checksum);
    boolean done = false;
    try {
      List<CompletedPart> sent = send(key, id, file, checksum.bytes());
      client.completeMultipartUpload(request ->
          request
              .bucket(settings.bucket())
              .key(key)
              .uploadId(id)
              .multipartUpload(CompletedMultipartUpload.builder().parts(sent).build())
              .overrideConfiguration(override ->
                  override
                      .apiCallTimeout(S3Store.patience(settings, checksum.bytes()))
                      .apiCallAttemptTimeout(S3Store.patience(settings, checksum.bytes()))));
      done = true;
    } finally {
      if (!done) {
        abort(key, id);
      }
    }
  }

  private String begin(String key, Checksum checksum) {
    CreateMultipartUploadRequest.Builder request =
        CreateMultipartUploadRequest.builder()
            .bucket(settings.bucket())
            .key(key)
            .metadata(Map.of(S3Store.SHA256, checksum.sha256()));
    if (!settings.encryption().equals("none")) {
      request.serverSideEncryption(settings.encryption());
    }
    if (!settings.kmsKey().isEmpty()) {
      request.ssekmsKeyId(settings.kmsKey());
    }
    return client.createMultipartUpload(request.build()).uploadId();
  }

  private List<CompletedPart> send(String key, String id, Path file, long bytes)
      throws IOException {
    long part = Math.max(PART, (bytes + MOST_PARTS - 1) / MOST_PARTS);
    List<CompletedPart> sent = new ArrayList<>();
    for (long from = 0; from < bytes; from += part) {
      int number = sent.size() + 1;
      long start = from;
      long length = Math.min(part, bytes - from);
      Checksum checksum;
      try (InputStream in = slice(file, start, length)) {
        checksum = Checksum.of(in);
      }
      Duration patience = S3Store.patience(settings, length);
      String etag =
          client
              .uploadPart(
                  request ->
                      request
                          .bucket(settings.bucket())
                          .key(key)
                          .uploadId(id)
                          .partNumber(number)
                          .contentLength(length)
                          .contentMD5(checksum.md5Header())
                          .overrideConfiguration(override ->
                              override.apiCallTimeout(patience).apiCallAttemptTimeout(patience)),
                  RequestBody.fromContentProvider(
                      () -> sliceOrThrow(file, start, length), length, "application/octet-stream"))
              .eTag();
      sent.add(CompletedPart.builder().partNumber(number).eTag(etag).build());
    }
    return sent;
  }

  private void abortLeftovers(String key) {
    try {
      List<MultipartUpload> uploads =
          client
              .listMultipartUploads(request -> request.bucket(settings.bucket()).prefix(key))
              .uploads();
      for (MultipartUpload upload : uploads) {
        if (upload.key().equals(key)) {
          abort(key, upload.uploadId());
        }
      }
    } catch (SdkException e) {
      // Not allowed, or not known there: the bucket's own rules clean up.
    }
  }

  private void abort(String key, String id) {
    try {
      client.abortMultipartUpload(
          request -> request.bucket(settings.bucket()).key(key).uploadId(id));
    } catch (SdkException e) {
      // Likewise; and what led here is told.
    }
  }

  private static InputStream sliceOrThrow(Path file, long from, long length) {
    try {
      return slice(file, from, length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream slice(Path file, long from, long length) throws IOException {
    InputStream in = Files.newInputStream(file);
    try {
      in.skipNBytes(from);
      return new Slice(in, length);
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  /** So many bytes of a stream. */
  private static final class Slice extends FilterInputStream {
    private long left;

    Slice(InputStream in, long length) {
      super(in);
      this.left = length;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int read = super.read(to, offset, (int) Math.min(length, left));
      left -= Math.max(read, 0);
      return read;
    }

    @Override
    public long skip(long bytes) throws IOException {
      long skipped = super.skip(Math.min(bytes, left));
      left -= skipped;
      return skipped;
    }

    @Override
    public int available() throws IOException {
      return (int) Math.min(left, super.available());
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
