package ai.miniai.array;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Bytes that become float32 values in memory. */
class HostMemoryTest {
  /** Around the ends of blocks and of what one thread takes. */
  @ParameterizedTest
  @ValueSource(ints = {1, 4095, 4096, 4097, 32_767, 32_768, 32_769, 100_001})
  void bytesBecomeQuotientsBitForBit(int count) {
    byte[] bytes = new byte[count];
    new Random(1).nextBytes(bytes);
    INDArray all = Nd4j.create(DataType.FLOAT, count + 7).assign(-1);

    HostMemory.write(
        bytes, 255, all.get(NDArrayIndex.interval(3, 3 + count))); // memory that begins elsewhere

    float[] found = all.data().asFloat();
    for (int i = 0; i < found.length; i++) {
      boolean inside = i >= 3 && i < 3 + count;
      assertThat(found[i]).isEqualTo(inside ? (bytes[i - 3] & 0xff) / 255f : -1);
    }
  }
}
