package org.vpnledger.lab;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Boots kernels under emulation, which needs QEMU but neither root nor a special kernel. Where
 * something is missing the tests are skipped aloud; with {@code CI=true} or {@code
 * VPNLEDGER_LAB=required} in the environment they fail instead.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(GuestCondition.class)
@interface RequiresGuest {}
