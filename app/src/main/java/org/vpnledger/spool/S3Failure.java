package org.vpnledger.spool;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/**
 * What a failure means, and what to do; never in the store's own words, which may hold anything.
 */
final class S3Failure {
  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final String RIGHTS =
      "the key needs s3:PutObject and s3:GetObject on its objects and s3:ListBucket on the bucket";

  private S3Failure() {}

  static StoreException of(S3Settings settings, SdkException e) {
    String where = settings.shown() + ": ";
    if (e instanceof SdkServiceException answer) {
      return of(where, answer);
    }
    return new StoreException(StoreException.Kind.UNAVAILABLE, where + reason(e), e);
  }

  private static StoreException of(String where, SdkServiceException e) {
    int status = e.statusCode();
    String code = code(e);
    StoreException.Kind kind = kind(status, code);
    String advice = kind == StoreException.Kind.DENIED ? advice(status, code) : "";
    String said = "answered " + status + (code.isEmpty() ? "" : " " + code);
    return new StoreException(kind, where + said + (advice.isEmpty() ? "" : ": " + advice), e);
  }

  private static StoreException.Kind kind(int status, String code) {
    if (status >= 500 || status == 429 || status == 408 || code.equals("RequestTimeout")) {
      return StoreException.Kind.UNAVAILABLE;
    }
    return switch (code) {
      case "NoSuchBucket",
          "AuthorizationHeaderMalformed",
          "PermanentRedirect",
          "InvalidBucketName",
          "ExpiredToken",
          "InvalidToken",
          "KMS.NotFoundException",
          "KMS.DisabledException" ->
          StoreException.Kind.DENIED;
      case "SlowDown", "OperationAborted", "BadDigest", "IncompleteBody", "NoSuchUpload" ->
          StoreException.Kind.UNAVAILABLE;
      default ->
          status == 401 || status == 403 || status / 100 == 3 || (status == 400 && code.isEmpty())
              ? StoreException.Kind.DENIED
              : StoreException.Kind.REFUSED;
    };
  }

  private static String advice(int status, String code) {
    return switch (code) {
      case "InvalidAccessKeyId" -> "the store does not know this access key";
      case "SignatureDoesNotMatch" -> "the secret key is wrong, or the region";
      case "RequestTimeTooSkewed" -> "this machine's clock is wrong";
      case "ExpiredToken", "InvalidToken" -> "the session token is no longer valid";
      case "NoSuchBucket" -> "there is no such bucket: create it, or mend bucket";
      case "InvalidBucketName" -> "mend bucket";
      case "AuthorizationHeaderMalformed", "PermanentRedirect" ->
          "the bucket is in another region: mend region or endpoint";
      case "KMS.NotFoundException", "KMS.DisabledException" -> "mend kms_key";
      case "AccessDenied" -> RIGHTS;
      default ->
          status / 100 == 3
              ? "the bucket is elsewhere: mend region or endpoint"
              : status == 400
                  ? "the request was not understood: mend region, endpoint or path_style"
                  : "check the access key, its secret and the bucket; " + RIGHTS;
    };
  }

  private static String code(SdkServiceException e) {
    AwsErrorDetails details = e instanceof AwsServiceException aws ? aws.awsErrorDetails() : null;
    String code = details == null ? null : details.errorCode();
    return code != null
            && CODE.matcher(code).matches()
            && !code.equals(String.valueOf(e.statusCode()))
        ? code
        : "";
  }

  private static String reason(SdkException e) {
    if (e instanceof ApiCallTimeoutException || e instanceof ApiCallAttemptTimeoutException) {
      return "no answer in time";
    }
    Throwable root = e;
    for (int depth = 0; root.getCause() != null && depth < 20; depth++) {
      root = root.getCause();
    }
    return switch (root) {
      case ConnectException _ -> "nobody listens there";
      case UnknownHostException _ -> "no such host";
      case SocketTimeoutException _ -> "no answer in time";
      case SSLException ssl -> "TLS: " + oneLine(ssl);
      case java.security.GeneralSecurityException tls -> "TLS: " + oneLine(tls);
      default -> oneLine(root);
    };
  }

  private static String oneLine(Throwable e) {
    String text = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    String line = text.replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}]+", " ");
    return line.length() > 200 ? line.substring(0, 200) + "…" : line;
  }
}
