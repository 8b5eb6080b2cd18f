package org.vpnledger.audit;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** A bundle as whoever was given it unpacks it. */
record Unpacked(Path folder) {
  static Unpacked of(Path file, Path folder) throws IOException {
    Files.createDirectories(folder);
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
        ZipEntry entry = all.nextElement();
        Files.copy(zip.getInputStream(entry), folder.resolve(entry.getName()));
      }
    }
    return new Unpacked(folder);
  }

  /** Runs what the bundle's own text tells to run: its lines that are set off. */
  String runCommandsOfReadme() throws IOException, InterruptedException {
    String script =
        Files.readAllLines(folder.resolve("README.txt")).stream()
            .filter(line -> line.startsWith("  ") && !line.startsWith("      "))
            .collect(Collectors.joining("\n"));
    Path said = folder.resolve("said.txt");
    Process bash =
        new ProcessBuilder("bash", "-c", script)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    if (!bash.waitFor(30, TimeUnit.SECONDS)) {
      bash.destroyForcibly();
      throw new AssertionError("no end: " + script);
    }
    return Files.readString(said);
  }

  /** The folder as a bundle again. */
  Path packed() throws IOException {
    Path file = folder.resolveSibling(folder.getFileName() + ".zip");
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
        var files = Files.list(folder)) {
      for (Path path : files.toList()) {
        zip.putNextEntry(new ZipEntry(path.getFileName().toString()));
        Files.copy(path, zip);
        zip.closeEntry();
      }
    }
    return file;
  }
}
