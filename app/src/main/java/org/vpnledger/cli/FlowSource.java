package org.vpnledger.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.vpnledger.flow.sql.FlowFiles;
import org.vpnledger.flow.sql.LocalFlowFiles;
import org.vpnledger.flow.sql.StoredFlowFiles;
import org.vpnledger.report.SafeText;
import org.vpnledger.spool.ObjectStore;
import picocli.CommandLine.Option;

/** Which files a question about flows is put to. */
final class FlowSource {
  private static final long MEGABYTE = 1_000_000;
  private static final int MOST_MEGABYTES = 1_000_000;

  @Option(
      names = "--flow-dir",
      paramLabel = "DIR",
      description = "the flow log's folder (default: flow.folder, flow in the ledger's folder)")
  @Nullable Path folder;

  @Option(
      names = "--from-store",
      description = "also what was uploaded to the store that [flow.s3] names, each row once")
  boolean fromStore;

  @Option(
      names = "--fetch-mb",
      paramLabel = "MB",
      description = "how much may be fetched from there for an answer (default: ${DEFAULT-VALUE})")
  int megabytes = 2000;

  /**
   * The files.
   *
   * @throws Complaint if there are none, or they cannot be reached
   */
  FlowFiles open(FlowsCommand flows, Asking asking) {
    if (megabytes < 1 || megabytes > MOST_MEGABYTES) {
      throw new IllegalArgumentException("--fetch-mb needs a number from 1 to " + MOST_MEGABYTES);
    }
    FlowLogPlace place = flows.flowLog();
    Path root = folder == null ? place.folder() : folder;
    boolean uploaded = folder == null && place.store().isPresent() && place.removed();
    try {
      LocalFlowFiles here = new LocalFlowFiles(root);
      if (fromStore) {
        return stored(here, place, root);
      }
      if (here.isEmpty()) {
        throw new Complaint(
            root
                + ": no flows are "
                + (uploaded
                    ? "here: what was uploaded is asked with --from-store"
                    : "logged here: 'enabled = true' under [flow] in the settings turns the flow"
                        + " log on, or 'vpnledger run --flows'"));
      }
      if (uploaded) {
        FlowAsking.complain(
            asking,
            "of what was uploaded and removed here whole hours are counted at most: --from-store"
                + " counts all");
      }
      return here;
    } catch (java.nio.file.AccessDeniedException e) {
      throw new Complaint(e.getFile() + ": permission denied: run as root");
    } catch (IOException e) {
      throw new Complaint(root + ": " + e.getMessage());
    }
  }

  private FlowFiles stored(LocalFlowFiles here, FlowLogPlace place, Path root) {
    ObjectStore.Opener opener =
        place
            .store()
            .orElseThrow(() ->
                new Complaint(
                    "--from-store: no store is configured: name its bucket in the settings, as"
                        + " 'bucket' under [flow.s3]"));
    StoredFlowFiles files = null;
    boolean found = false;
    try {
      ObjectStore store = opener.open();
      files = new StoredFlowFiles(here, store, megabytes * MEGABYTE);
      found = !files.isEmpty();
      if (!found) {
        throw new Complaint("no flows are in the store, nor in " + root);
      }
      return files;
    } catch (IOException e) {
      throw new Complaint(SafeText.plain(String.valueOf(e.getMessage())));
    } finally {
      if (files != null && !found) {
        files.close();
      }
    }
  }
}
