package org.vpnledger.cli;

import org.vpnledger.cli.Asking.Form;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** {@code --json} or {@code --csv}. */
public final class FormOptions {
  @ArgGroup Choice choice = new Choice();

  static final class Choice {
    @Option(names = "--json", description = "an array of flat objects")
    boolean json;

    @Option(names = "--csv", description = "CSV with a header line")
    boolean csv;
  }

  public Form form() {
    return choice.json ? Form.JSON : choice.csv ? Form.CSV : Form.TABLE;
  }
}
