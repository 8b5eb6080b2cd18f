package org.vpnledger.spool;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * A bucket of Amazon S3, or of anything that speaks its protocol. An object's SHA-256 stands in its
 * metadata ({@code x-amz-meta-sha256}); what is sent is checked by the store with {@code
 * Content-MD5}.
 */
public final class S3Store implements ObjectStore {
  static final String SHA256 = "sha256";
  private static final int NOT_FOUND = 404;
  private static final int AT_ONCE = 1 << 16;

  /** A slower line than that is none. */
  private static final long SLOWEST_BYTES_PER_SECOND = 32 * 1024;

  private final S3Settings settings;
  private final S3Client client;
  private final S3Parts parts;

  private S3Store(S3Settings settings, S3Client client) {
    this.settings = settings;
    this.client = client;
    this.parts = new S3Parts(settings, client);
  }

  /**
   * For those settings; reaches out to nobody yet.
   *
   * @param environment where the keys may be, {@link System#getenv()}
   */
  public static S3Store open(S3Settings settings, Map<String, String> environment)
      throws StoreException {
    try {
      return new S3Store(settings, S3Access.client(settings, environment));
    } catch (SdkException e) {
      throw new StoreException(StoreException.Kind.DENIED, settings.shown() + ": " + e, e);
    }
  }

  /** How long sending or fetching so much may take. */
  static Duration patience(S3Settings settings, long bytes) {
    return settings.timeout().plusSeconds(bytes / SLOWEST_BYTES_PER_SECOND);
  }

  @Override
  public Optional<StoredObject> head(String key) throws StoreException {
    try {
      HeadObjectResponse head =
          client.headObject(request -> request.bucket(settings.bucket()).key(keyOf(key)));
      return Optional.of(
          new StoredObject(
              key,
              head.contentLength() == null ? -1 : head.contentLength(),
              head.lastModified() == null ? Instant.EPOCH : head.lastModified(),
              head.metadata().getOrDefault(SHA256, ""),
              etag(head.eTag())));
    } catch (S3Exception e) {
      if (e.statusCode() == NOT_FOUND) {
        return Optional.empty();
      }
      throw S3Failure.of(settings, explained(e));
    } catch (SdkException e) {
      throw S3Failure.of(settings, e);
    }
  }

  /** An answer to HEAD has no body, so it does not say why: a list that fails for the same does. */
  private SdkException explained(S3Exception e) {
    if (e.statusCode() / 100 != 4) {
      return e;
    }
    try {
      client.listObjectsV2(
          request -> request.bucket(settings.bucket()).prefix(settings.prefix()).maxKeys(1));
      return e;
    } catch (SdkException why) {
      return why;
    }
  }

  @Override
  public void put(String key, Path file, Checksum checksum) throws IOException {
    try {
      if (S3Parts.isFor(checksum.bytes())) {
        parts.put(keyOf(key), file, checksum);
        return;
      }
      PutObjectRequest.Builder request =
          PutObjectRequest.builder()
              .bucket(settings.bucket())
              .key(keyOf(key))
              .contentLength(checksum.bytes())
              .contentMD5(checksum.md5Header())
              .metadata(Map.of(SHA256, checksum.sha256()))
              .overrideConfiguration(override ->
                  override
                      .apiCallTimeout(patience(settings, checksum.bytes()))
                      .apiCallAttemptTimeout(patience(settings, checksum.bytes())));
      if (!settings.encryption().equals("none")) {
        request.serverSideEncryption(settings.encryption());
      }
      if (!settings.kmsKey().isEmpty()) {
        request.ssekmsKeyId(settings.kmsKey());
      }
      client.putObject(request.build(), RequestBody.fromFile(file));
    } catch (SdkException e) {
      throw S3Failure.of(settings, e);
    }
  }

  @Override
  public StoredObject get(String key, Path file, long mostBytes) throws IOException {
    Duration patience = patience(settings, mostBytes);
    try {
      GetObjectResponse got =
          client.getObject(
              request ->
                  request
                      .bucket(settings.bucket())
                      .key(keyOf(key))
                      .overrideConfiguration(override ->
                          override.apiCallTimeout(patience).apiCallAttemptTimeout(patience)),
              (response, in) -> {
                copy(in, file, mostBytes);
                return response;
              });
      return new StoredObject(
          key,
          Files.size(file),
          got.lastModified() == null ? Instant.EPOCH : got.lastModified(),
          got.metadata().getOrDefault(SHA256, ""),
          etag(got.eTag()));
    } catch (NoSuchKeyException e) {
      throw new StoreException(
          StoreException.Kind.REFUSED, settings.shown() + ": no object " + key, e);
    } catch (SdkException e) {
      throw S3Failure.of(settings, e);
    }
  }

  @Override
  public List<StoredObject> list(String prefix, int most) throws StoreException {
    List<StoredObject> found = new ArrayList<>();
    pages(
        prefix,
        false,
        page -> {
          for (S3Object object : page.contents()) {
            if (object.key().startsWith(settings.prefix())) {
              found.add(listed(object));
            }
          }
          bounded(found.size(), most, "objects below " + prefix);
        });
    return found;
  }

  @Override
  public List<String> folders(String prefix, int most) throws StoreException {
    NavigableSet<String> found = new TreeSet<>();
    String start = keyOf(prefix);
    pages(
        prefix,
        true,
        page -> {
          for (CommonPrefix folder : page.commonPrefixes()) {
            String key = folder.prefix();
            if (key.startsWith(start) && key.endsWith("/") && key.length() > start.length() + 1) {
              found.add(key.substring(start.length(), key.length() - 1));
            }
          }
          bounded(found.size(), most, "folders below " + prefix);
        });
    return List.copyOf(found);
  }

  /** What is done with a page of a list. */
  private interface PageReader {
    void read(ListObjectsV2Response page) throws StoreException;
  }

  private void pages(String prefix, boolean folders, PageReader reader) throws StoreException {
    try {
      String from = null;
      do {
        ListObjectsV2Request.Builder request =
            ListObjectsV2Request.builder().bucket(settings.bucket()).prefix(keyOf(prefix));
        if (folders) {
          request.delimiter("/");
        }
        if (from != null) {
          request.continuationToken(from);
        }
        ListObjectsV2Response page = client.listObjectsV2(request.build());
        reader.read(page);
        String next = page.nextContinuationToken();
        from = Boolean.TRUE.equals(page.isTruncated()) && !same(next, from) ? next : null;
      } while (from != null);
    } catch (SdkException e) {
      throw S3Failure.of(settings, e);
    }
  }

  private void bounded(int found, int most, String what) throws StoreException {
    if (found > most) {
      throw new StoreException(
          StoreException.Kind.REFUSED, settings.shown() + ": more than " + most + " " + what, null);
    }
  }

  private StoredObject listed(S3Object object) {
    return new StoredObject(
        object.key().substring(settings.prefix().length()),
        object.size() == null ? -1 : object.size(),
        object.lastModified() == null ? Instant.EPOCH : object.lastModified(),
        "",
        etag(object.eTag()));
  }

  private static void copy(InputStream in, Path file, long mostBytes) throws IOException {
    byte[] buffer = new byte[AT_ONCE];
    long left = mostBytes;
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        left -= read;
        if (left < 0) {
          throw new IOException("the object is larger than the store said");
        }
        out.write(buffer, 0, read);
      }
    }
  }

  private static boolean same(@Nullable String one, @Nullable String two) {
    return Objects.equals(one, two);
  }

  private static String etag(@Nullable String etag) {
    return etag == null ? "" : etag.replace("\"", "");
  }

  private String keyOf(String key) {
    return settings.prefix() + key;
  }

  @Override
  public void close() {
    client.close();
  }
}
