package org.vpnledger.flow.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.Address;

/**
 * Says what is logged about whom: of the rules that match, the first that sets something decides
 * it; what none sets is as it is by default. Any thread may ask.
 *
 * <p>Names that a peer looks up tell where it goes. So where its destinations are disguised they
 * are logged only if a rule that matches says {@code dns = true} itself, not by default.
 */
public final class Policy {
  /** So many are remembered; whoever sends what is nobody's makes no more than one a tunnel. */
  private static final int MOST_REMEMBERED = 65_536;

  private final PolicySettings settings;
  private final Map<Who, Answer> answers = new ConcurrentHashMap<>();

  private record Who(String tunnel, @Nullable String peer, @Nullable String name) {}

  private record Numbered(int number, Rule rule) {}

  /**
   * For a peer in a tunnel.
   *
   * @param rules that may be about it
   * @param always the decision, if it is the same whatever the addresses
   */
  private record Answer(List<Numbered> rules, @Nullable Decision always) {}

  public Policy(PolicySettings settings) {
    this.settings = settings;
  }

  /** What it was made of. */
  public PolicySettings settings() {
    return settings;
  }

  /**
   * What is logged of traffic between two addresses. Fast enough for every flow.
   *
   * @param tunnel the interface's name, with its source where that is known: {@code wg0@SOURCE}
   * @param peer its public key or common name, absent if the address is nobody's
   * @param name what it is called, absent if it has no name
   */
  public Decision decide(
      String tunnel, @Nullable String peer, @Nullable String name, Address src, Address dst) {
    Answer answer = answer(new Who(tunnel, peer, name));
    return answer.always != null
        ? answer.always
        : ruling(answer.rules, rule -> rule.covers(src, dst)).decision();
  }

  /**
   * What is logged about a peer wherever no rule about a network holds, or where those hold that
   * are given.
   */
  public Ruling explain(
      String tunnel, @Nullable String peer, @Nullable String name, Predicate<Rule> network) {
    return ruling(
        rules(new Who(tunnel, peer, name)), rule -> rule.network() == null || network.test(rule));
  }

  /** Rules about networks that may say something about a peer, by number from 1. */
  public List<Integer> networkRules(String tunnel, @Nullable String peer, @Nullable String name) {
    return rules(new Who(tunnel, peer, name)).stream()
        .filter(one -> one.rule.network() != null)
        .map(Numbered::number)
        .toList();
  }

  /** Whether anything at all may be logged as it says: then what that needs is made ready. */
  public boolean mayLog(Predicate<Decision> what) {
    List<Level> levels = new ArrayList<>(List.of(settings.level()));
    List<Destinations> destinations = new ArrayList<>(List.of(settings.destinations()));
    boolean dns = settings.dns();
    for (Rule rule : settings.rules()) {
      if (rule.level() != null) {
        levels.add(rule.level());
      }
      if (rule.destinations() != null) {
        destinations.add(rule.destinations());
      }
      dns |= Boolean.TRUE.equals(rule.dns());
    }
    boolean names = dns;
    return levels.stream()
        .anyMatch(level ->
            destinations.stream().anyMatch(how -> what.test(new Decision(level, how, names))));
  }

  private Answer answer(Who who) {
    Answer known = answers.get(who);
    if (known != null) {
      return known;
    }
    List<Numbered> rules = rules(who);
    boolean same = rules.stream().allMatch(one -> one.rule.network() == null);
    Answer made = new Answer(rules, same ? ruling(rules, _ -> true).decision() : null);
    if (answers.size() >= MOST_REMEMBERED) {
      answers.clear();
    }
    answers.put(who, made);
    return made;
  }

  private List<Numbered> rules(Who who) {
    List<Numbered> about = new ArrayList<>();
    for (int i = 0; i < settings.rules().size(); i++) {
      Rule rule = settings.rules().get(i);
      if (rule.isAbout(who.tunnel, who.peer, who.name)) {
        about.add(new Numbered(i + 1, rule));
      }
    }
    return List.copyOf(about);
  }

  private Ruling ruling(List<Numbered> rules, Predicate<Rule> holds) {
    Level level = null;
    Destinations destinations = null;
    Boolean dns = null;
    int levelRule = 0;
    int destinationsRule = 0;
    int dnsRule = 0;
    for (Numbered one : rules) {
      Rule rule = one.rule;
      if (!holds.test(rule)) {
        continue;
      }
      if (level == null && rule.level() != null) {
        level = rule.level();
        levelRule = one.number;
      }
      if (destinations == null && rule.destinations() != null) {
        destinations = rule.destinations();
        destinationsRule = one.number;
      }
      if (dns == null && rule.dns() != null) {
        dns = rule.dns();
        dnsRule = one.number;
      }
    }
    Destinations how = destinations == null ? settings.destinations() : destinations;
    if (dns == null) {
      dns = settings.dns() && how == Destinations.WHOLE;
      if (settings.dns() && !dns) {
        dnsRule = destinationsRule; // who disguises them says no to names
      }
    }
    return new Ruling(
        new Decision(level == null ? settings.level() : level, how, dns),
        levelRule,
        destinationsRule,
        dnsRule);
  }
}
