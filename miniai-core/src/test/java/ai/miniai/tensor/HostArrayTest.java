package ai.miniai.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HostArrayTest {
  @Test
  void takesASingleValueWithoutAxes() {
    // WHEN
    HostArray label = new HostArray.Longs(new long[] {7});
    // THEN
    assertThat(label.shape()).isEmpty();
    assertThat(label.length()).isEqualTo(1);
  }

  @Test
  void refusesValuesThatDoNotFillTheShape() {
    // GIVEN
    float[] values = new float[12];
    // WHEN, THEN
    assertThatThrownBy(() -> new HostArray.Floats(values, 3, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected 15 values for shape [3, 5], got 12");
  }

  @Test
  void refusesANegativeAxis() {
    // GIVEN
    long[] values = new long[4];
    // WHEN, THEN
    assertThatThrownBy(() -> new HostArray.Longs(values, -2, -2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected axes of length 0 or more, got shape [-2, -2]");
  }

  @Test
  void isNotFooledByAShapeTooLargeToCount() {
    // GIVEN
    float[] values = new float[0];
    // WHEN, THEN
    assertThatThrownBy(() -> new HostArray.Floats(values, 1L << 32, 1L << 32))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("got 0");
  }

  @Test
  void dividesBytesWhenTheyBecomeATensor() {
    // GIVEN more than one thread takes at a time
    byte[] values = new byte[40_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = (byte) i;
    }
    // WHEN
    double[] quotients = Tensor.of(new HostArray.Bytes(values, 255, 4, 10_000)).toDoubles();
    // THEN
    for (int i = 0; i < values.length; i++) {
      assertThat(quotients[i]).isEqualTo((i & 0xff) / 255f);
    }
  }

  @Test
  void bytesDifferByTheirDivisor() {
    assertThat(new HostArray.Bytes(new byte[] {1}, 2, 1))
        .isEqualTo(new HostArray.Bytes(new byte[] {1}, 2, 1))
        .hasSameHashCodeAs(new HostArray.Bytes(new byte[] {1}, 2, 1))
        .isNotEqualTo(new HostArray.Bytes(new byte[] {1}, 3, 1))
        .isNotEqualTo(new HostArray.Bytes(new byte[] {3}, 2, 1))
        .hasToString("bytes / 2.0 [1]");
  }

  @Test
  void comparesByTypeShapeAndValues() {
    // GIVEN
    HostArray array = new HostArray.Floats(new float[] {1, 2}, 2);
    // THEN
    assertThat(array)
        .isEqualTo(new HostArray.Floats(new float[] {1, 2}, 2))
        .hasSameHashCodeAs(new HostArray.Floats(new float[] {1, 2}, 2))
        .isNotEqualTo(new HostArray.Floats(new float[] {1, 2}, 2, 1))
        .isNotEqualTo(new HostArray.Floats(new float[] {1, 3}, 2))
        .isNotEqualTo(new HostArray.Longs(new long[] {1, 2}, 2));
  }
}
