package org.vpnledger.flow.sql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Loads DuckDB's driver, only when somebody asks, and in a third of its own time. By itself it
 * unpacks its native library (70 MB) at each start if its jar has one, and begins a flight
 * recording of the JDK's. Here the library is where the build unpacked it (the property {@value
 * #LIBRARY_FOLDER}), and the recorder is not to be found.
 */
final class DuckLoader extends URLClassLoader {
  static final String LIBRARY_FOLDER = "vpnledger.duckdb.folder";
  private static final String DRIVER = "org.duckdb.DuckDBDriver";

  private final Path library;

  private DuckLoader(URL jar, Path library) {
    super("duckdb", new URL[] {jar}, ClassLoader.getPlatformClassLoader());
    this.library = library;
  }

  private static final class Loaded {
    static final Driver DRIVER = load();
  }

  /** The driver, the same one each time. */
  static Driver driver() {
    return Loaded.DRIVER;
  }

  private static Driver load() {
    ClassLoader ours = DuckLoader.class.getClassLoader();
    Path library = unpacked();
    URL found = ours.getResource(DRIVER.replace('.', '/') + ".class");
    try {
      ClassLoader loader =
          library != null
                  && found != null
                  && found.openConnection() instanceof JarURLConnection connection
              ? new DuckLoader(connection.getJarFileURL(), library)
              : ours;
      return (Driver) loader.loadClass(DRIVER).getConstructor().newInstance();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("DuckDB's driver cannot be loaded: " + e, e);
    }
  }

  /** The library that the build unpacked for this machine, absent if it did not. */
  private static @Nullable Path unpacked() {
    String folder = System.getProperty(LIBRARY_FOLDER);
    if (folder == null) {
      return null;
    }
    String machine = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    String name = machine.equals("aarch64") || machine.equals("arm64") ? "arm64" : "amd64";
    Path library = Path.of(folder, "libduckdb_java.so_linux_" + name).toAbsolutePath();
    return Files.isReadable(library) ? library : null;
  }

  /** The driver unpacks its library unless it finds none beside its classes. */
  @Override
  public @Nullable URL getResource(String name) {
    return name.startsWith("libduckdb_java") ? null : super.getResource(name);
  }

  @Override
  protected @Nullable String findLibrary(String name) {
    return name.equals("duckdb_java") ? library.toString() : super.findLibrary(name);
  }

  /** The driver does without the flight recorder where it finds none. */
  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (name.startsWith("jdk.jfr.")) {
      throw new ClassNotFoundException(name);
    }
    return super.loadClass(name, resolve);
  }

  /** A driver that knows no such address says so by returning nothing. */
  static SQLException refused() {
    return new SQLException("DuckDB's driver refused to open a database in memory");
  }
}
