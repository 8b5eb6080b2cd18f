package org.vpnledger.lab;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Needs programs on the {@code PATH}, but neither root nor tunnels. Where one is missing the tests
 * are skipped aloud or fail, as for {@link RequiresLab}, beside which it may stand.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ToolsCondition.class)
@interface RequiresTools {
  /** The programs' names, {@code promtool}. */
  String[] value();
}
