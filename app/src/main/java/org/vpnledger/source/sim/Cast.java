package org.vpnledger.source.sim;

import java.util.List;

/** The people and machines of the simulated gateway. */
final class Cast {
  /**
   * @param name the display name
   * @param habit how it uses the tunnel
   * @param travels whether it is sometimes elsewhere
   * @param shared whether two devices use the one key at the same time
   * @param keepaliveSeconds 0 when off
   */
  record Role(String name, Habit habit, boolean travels, boolean shared, int keepaliveSeconds) {}

  static final List<Role> ROLES =
      List.of(
          at("Alice MacBook", Habit.OFFICE),
          travelling("Alice iPhone", Habit.PHONE),
          at("Bob ThinkPad", Habit.OFFICE),
          travelling("Bob Pixel", Habit.PHONE),
          at("Carol Desktop", Habit.OFFICE),
          travelling("Chloé iPad", Habit.EVENING),
          travelling("Daniel Laptop", Habit.OFFICE),
          at("Emma Surface", Habit.OFFICE),
          travelling("Erik iPhone", Habit.PHONE),
          at("Fatima MacBook Air", Habit.OFFICE),
          at("Felix Gaming PC", Habit.WEEKEND),
          at("Grace TV", Habit.EVENING),
          at("Henry Streaming Box", Habit.EVENING),
          travelling("Ines Laptop", Habit.OFFICE),
          at("Jonas Laptop", Habit.WEEKEND),
          travelling("Kim Galaxy", Habit.PHONE),
          at("Lars Office PC", Habit.OFFICE),
          travelling("Maya MacBook Pro", Habit.OFFICE),
          new Role("Family Tablet", Habit.EVENING, false, true, 0),
          new Role("NAS Backup", Habit.NIGHT_BACKUP, false, false, 25),
          new Role("Build Server", Habit.STEADY, false, false, 25),
          new Role("Printer Bridge", Habit.IDLE, false, false, 25),
          at("Nora Tablet", Habit.NEVER),
          at("Guest Laptop", Habit.NEVER),
          at("Spare Key", Habit.NEVER));

  private Cast() {}

  private static Role at(String name, Habit habit) {
    return new Role(name, habit, false, false, 0);
  }

  private static Role travelling(String name, Habit habit) {
    return new Role(name, habit, true, false, 25);
  }
}
