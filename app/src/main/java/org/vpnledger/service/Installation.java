package org.vpnledger.service;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Puts the service's parts into a system and takes them away again. Doing either twice changes
 * nothing more. What the operator has changed, and what was there before, is left alone and told.
 */
public final class Installation {
  private final Place place;
  private final List<Item> items;
  private final Consumer<String> say;

  /**
   * Of the program in {@link Place#home}.
   *
   * @param dist the folder of the files that come with it
   * @param say takes a line for each thing that was done or left
   */
  public Installation(Place place, Path dist, Consumer<String> say) {
    this.place = place;
    this.items = new Parts(place, dist).all();
    this.say = say;
  }

  /** One part and what was found in its place. */
  public record Found(Path target, String state, boolean isHealthy) {}

  /** What is there. */
  public List<Found> found() {
    return reporting(() -> {
      Manifest manifest = Manifest.of(place);
      List<Found> found = new ArrayList<>();
      for (Item item : items) {
        State state = new Spot(place, manifest, item).state();
        boolean healthy = state != State.MISSING && (isOptional(item) || state != State.FOREIGN);
        found.add(new Found(item.target(), state.word(), healthy));
      }
      return found;
    });
  }

  /** A link that a tool of the same name stands in the way of takes nothing from the service. */
  private static boolean isOptional(Item item) {
    return item instanceof Item.Link;
  }

  /** Puts everything in place. */
  public void install() {
    reporting(() -> {
      Manifest manifest = Manifest.of(place);
      try {
        for (Item item : items) {
          install(new Spot(place, manifest, item));
        }
      } finally {
        manifest.save();
      }
      return place;
    });
    Predecessors.lines(place.root()).forEach(line -> say.accept("noticed    " + line));
  }

  private void install(Spot spot) throws IOException {
    State state = spot.state();
    boolean setting = spot.item() instanceof Item.File file && file.isSetting();
    switch (state) {
      case MISSING -> {
        spot.put();
        say("installed", spot, "");
      }
      case INSTALLED -> {
        if (spot.item() instanceof Item.File file) {
          spot.manifest().note(file.target(), file.content());
        }
        say("unchanged", spot, "");
      }
      case OUTDATED -> {
        spot.put();
        say("updated", spot, "");
      }
      case CHANGED ->
          say(
              "kept",
              spot,
              setting
                  ? ": your settings"
                  : ": it was changed; move it away and install again to have the one that comes"
                      + " with the program");
      case FOREIGN -> say("kept", spot, ": " + inTheWay(spot.item()));
    }
  }

  private static String inTheWay(Item item) {
    return item.target().startsWith(Parts.UNITS)
        ? "a service of wg_monitor's own; 'systemctl disable --now "
            + item.target().getFileName()
            + "', remove the file and install again, or both will write to its log"
        : "it is not a link of this program; move it away and install again to have it replaced";
  }

  /** Takes away what {@link #install} put there; data, logs and changed settings stay. */
  public void uninstall() {
    reporting(() -> {
      Manifest manifest = Manifest.of(place);
      try {
        EnabledLinks.remove(place)
            .forEach(link -> say.accept("%-10s %s".formatted("removed", link)));
        for (Item item : items) {
          Spot spot = new Spot(place, manifest, item);
          if (place.instance() == null || isOfInstance(item)) {
            uninstall(spot);
          }
        }
      } finally {
        manifest.save();
      }
      return place;
    });
    say.accept(
        "kept       the ledger, the logs, /etc/vpnledger and the group vpnledger: remove them by hand");
  }

  /** Other instances and the only one share everything but their settings. */
  private boolean isOfInstance(Item item) {
    return item instanceof Item.File file && file.isSetting();
  }

  private void uninstall(Spot spot) throws IOException {
    switch (spot.state()) {
      case MISSING -> {}
      case INSTALLED, OUTDATED -> {
        spot.remove();
        say("removed", spot, "");
      }
      case CHANGED -> say("kept", spot, ": it was changed");
      case FOREIGN -> say("kept", spot, ": it is not ours");
    }
  }

  private void say(String verb, Spot spot, String why) {
    String detail =
        spot.item() instanceof Item.Link link && why.isEmpty() ? " -> " + link.to() : why;
    say.accept("%-10s %s%s".formatted(verb, spot.item().target(), detail));
  }

  private interface Work<T> {
    T done() throws IOException;
  }

  private static <T> T reporting(Work<T> work) {
    try {
      return work.done();
    } catch (AccessDeniedException e) {
      throw new ServiceException(e.getFile() + ": permission denied: run as root", e);
    } catch (FileSystemException e) {
      String reason = e.getReason() == null ? "cannot be written or read" : e.getReason();
      throw new ServiceException(e.getFile() + ": " + reason, e);
    } catch (IOException e) {
      throw new ServiceException(String.valueOf(e.getMessage()), e);
    }
  }
}
