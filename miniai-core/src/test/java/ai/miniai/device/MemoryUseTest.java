package ai.miniai.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class MemoryUseTest {
  private static final long MEGABYTE = 1 << 20;
  private static final int SIZE = 200; // MB
  private static final long NOISE = 60 * MEGABYTE;

  @Test
  void anArrayIsOutsideOfTheHeap() {
    MemoryUse before = MemoryUse.settled();
    // WHEN
    INDArray array = Nd4j.create(DataType.FLOAT, SIZE * MEGABYTE / Float.BYTES).assign(1);
    MemoryUse now = MemoryUse.now();
    // THEN
    assertThat(array.getFloat(0)).isOne();
    assertThat(now.resident() - before.resident()).isCloseTo(SIZE * MEGABYTE, within(NOISE));
    assertThat(now.offHeap()).isBetween(SIZE * MEGABYTE - NOISE, now.resident());
    assertThat(now.heap() - before.heap()).isLessThan(NOISE);
    array.close();
  }

  @Test
  void javasOwnArraysAreOnTheHeap() {
    MemoryUse before = MemoryUse.settled();
    // WHEN
    byte[] array = new byte[(int) (SIZE * MEGABYTE)];
    Arrays.fill(array, (byte) 1);
    MemoryUse now = MemoryUse.now();
    // THEN
    assertThat(array[array.length - 1]).isOne();
    assertThat(now.heap() - before.heap()).isCloseTo(SIZE * MEGABYTE, within(NOISE));
    assertThat(now.offHeap() - before.offHeap()).isLessThan(NOISE);
  }
}
