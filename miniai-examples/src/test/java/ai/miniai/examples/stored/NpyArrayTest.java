package ai.miniai.examples.stored;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

class NpyArrayTest {
  /** A file of format 1 whose header has these fields. */
  private static byte[] file(String fields, byte... data) {
    byte[] header = fields.getBytes(ISO_8859_1);
    return ByteBuffer.allocate(10 + header.length + data.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
        .putShort((short) header.length)
        .put(header)
        .put(data)
        .array();
  }

  @ParameterizedTest
  @ValueSource(strings = {"FLOAT", "DOUBLE", "INT", "LONG"})
  void readsNumbersOfOtherTypes(DataType type) {
    NpyArray array =
        NpyArray.of(
            Nd4j.toNpyByteArray(
                Nd4j.createFromArray(1, -2, 3, 4, 5, 6).reshape(2, 3).castTo(type)));

    assertThat(array.shape()).containsExactly(2, 3);
    assertThat(array.values()).containsExactly(1, -2, 3, 4, 5, 6);
    assertThat(array.items()).isEqualTo(2);
    assertThat(array.itemShape()).containsExactly(3);
    assertThat(array.item(1)).containsExactly(4, 5, 6);
  }

  @Test
  void readsBytesAndBigEndians() {
    assertThat(
            NpyArray.of(
                    file(
                        "{'descr': '|u1', 'fortran_order': False, 'shape': (2,), }\n",
                        (byte) 200,
                        (byte) 3))
                .values())
        .containsExactly(200, 3);
    assertThat(
            NpyArray.of(
                    file(
                        "{'descr': '>i2', 'fortran_order': False, 'shape': (1,), }\n",
                        (byte) 1,
                        (byte) 2))
                .values())
        .containsExactly(258);
  }

  @Test
  void saysWhatItCannotRead() {
    assertThatThrownBy(() -> NpyArray.of((byte) 1, (byte) 2)).hasMessage("it is not complete");
    assertThatThrownBy(() -> NpyArray.of(new byte[20])).hasMessage("it is not in NumPy's format");
    assertThatThrownBy(
            () -> NpyArray.of(file("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("it is not complete");
    assertThatThrownBy(
            () -> NpyArray.of(file("{'descr': '<c8', 'fortran_order': False, 'shape': (2,), }")))
        .hasMessageContaining("its type is c8: convert it");
  }

  /** As pandas's {@code to_numpy} gives it: the first dimension varies fastest. */
  @Test
  void readsFortransOrder() {
    byte[] data = new byte[24];
    for (int i = 0; i < data.length; i++) {
      data[i] = (byte) i;
    }

    NpyArray array =
        NpyArray.of(file("{'descr': '|i1', 'fortran_order': True, 'shape': (2, 3, 4), }", data));

    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 3; j++) {
        for (int k = 0; k < 4; k++) {
          assertThat(array.item(i)[4 * j + k]).isEqualTo(i + 2 * j + 6 * k);
        }
      }
    }
  }
}
