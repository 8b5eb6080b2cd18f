package org.vpnledger.kernel.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.vpnledger.kernel.KernelException;

final class MembersTest {
  private final BtfBytes types = BtfBytes.kernel();

  private Member find(String structure, String path) throws KernelException {
    return find(types, structure, path, ByteOrder.LITTLE_ENDIAN);
  }

  private static Member find(BtfBytes bytes, String structure, String path, ByteOrder order)
      throws KernelException {
    return new Members(over(bytes, null, order)).find(structure, path);
  }

  private static Btf over(BtfBytes bytes, @Nullable Btf base, ByteOrder order)
      throws KernelException {
    return Btf.over(ByteBuffer.wrap(bytes.bytes(order)), base);
  }

  @Test
  void offsets_add_up_within_a_structure_and_begin_anew_behind_a_pointer() throws Exception {
    int number = types.integer(4);
    int inner = types.struct("inner", 8, "first", number, 0, "second", number, 32);
    int outer = types.struct("outer", 16, "padding", number, 0, "in", inner, 64);
    types.struct("owner", 24, "padding", number, 0, "its", types.pointer(outer), 128);
    assertThat(find("outer", "in.second")).hasToString("Member[offsets=[12], bytes=4]");
    assertThat(find("owner", "its.in.second").fetchFrom("$arg2")).isEqualTo("+12(+16($arg2))");
    assertThat(find("owner", "its").bytes()).isEqualTo(8);
  }

  @Test
  void both_byte_orders_are_read() throws Exception {
    types.struct("one", 8, "padding", types.integer(4), 0, "two", types.integer(4), 32);
    assertThat(find(types, "one", "two", ByteOrder.BIG_ENDIAN).offsets()).containsExactly(4);
  }

  @Test
  void other_names_and_qualifiers_of_a_type_are_seen_through() throws Exception {
    int array = types.array(types.integer(1), 20);
    int inner = types.struct("inner", 24, "bytes", types.type("", Btf.CONST, 0, array), 32);
    int alias = types.type("alias", Btf.TYPEDEF, 0, types.type("", Btf.VOLATILE, 0, inner));
    types.struct("outer", 32, "in", alias, 8);
    assertThat(find("outer", "in.bytes")).hasToString("Member[offsets=[5], bytes=20]");
  }

  @Test
  void a_module_uses_the_types_and_texts_of_its_kernel() throws Exception {
    int shared = types.struct("shared", 8, "common", types.integer(4), 32);
    BtfBytes module = types.module();
    module.struct("own", 16, "its", shared, 64);
    ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    Members members = new Members(over(module, over(types, null, order), order));
    assertThat(members.find("own", "its.common").offsets()).containsExactly(12);
    assertThat(members.find("shared", "common").offsets()).containsExactly(4);
  }

  @Test
  void bit_fields_and_their_neighbours_are_told_apart() throws Exception {
    int number = types.integer(4);
    int kindFlag = 1 << 7;
    types.structure("flags", Btf.STRUCT | kindFlag, 8, "bit", number, 1 << 24 | 3, "n", number, 32);
    assertThat(find("flags", "n").offsets()).containsExactly(4);
    assertThatThrownBy(() -> find("flags", "bit")).hasMessageContaining("bit field");
  }

  @Test
  void a_structure_that_is_announced_only_has_no_members() {
    types.type("announced", 7, 0, 0);
    assertThatThrownBy(() -> find("announced", "any")).hasMessageContaining("no struct announced");
  }

  @Test
  void circles_come_to_an_end() {
    int number = types.integer(4);
    types.type("round", Btf.TYPEDEF, 0, 2);
    types.struct("one", 4, "round", 2, 0);
    types.struct("self", 4, "", 4, 0, "", 4, 0, "n", number, 0);
    types.type("", Btf.ARRAY, 0, 0, 5, number, 2);
    types.struct("long", 4, "row", 5, 0);
    assertThatThrownBy(() -> find("one", "round")).hasMessageContaining("in circles");
    assertThatThrownBy(() -> find("self", "x")).hasMessageContaining("too deep");
    assertThatThrownBy(() -> find("long", "row")).hasMessageContaining("too deep");
  }

  @Test
  void lengths_that_reach_over_the_end_are_refused() {
    types.struct("one", 4, "n", types.integer(4), 0);
    byte[] whole = types.bytes();
    for (int length = 0; length < whole.length; length++) {
      ByteBuffer cut = ByteBuffer.wrap(whole, 0, length);
      assertThatThrownBy(() -> Btf.over(cut, null)).isInstanceOf(KernelException.class);
    }
    types.type("later", 25, 0, 0);
    assertThatThrownBy(() -> find("one", "n")).hasMessageContaining("kind 25 is not known");
  }
}
