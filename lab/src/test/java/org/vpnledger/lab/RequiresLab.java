package org.vpnledger.lab;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Needs root and real tools. Where something is missing the tests are skipped aloud; with {@code
 * CI=true} or {@code VPNLEDGER_LAB=required} in the environment they fail instead.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(LabCondition.class)
@interface RequiresLab {
  /** Whether the program itself is needed too, and not only tunnels. */
  boolean program() default true;
}
