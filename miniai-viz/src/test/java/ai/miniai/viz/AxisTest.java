package ai.miniai.viz;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AxisTest {
  @Test
  void hasAirAroundTheValues() {
    Axis axis = Axis.around(0, 10, Double.NaN, Double.POSITIVE_INFINITY);
    assertThat(axis.min()).isEqualTo(-0.5);
    assertThat(axis.max()).isEqualTo(10.5);
  }

  @Test
  void hasRoomAroundAConstant() {
    Axis axis = Axis.around(4, 4);
    assertThat(axis.min()).isEqualTo(2);
    assertThat(axis.max()).isEqualTo(6);
  }

  @Test
  void hasRoomAroundZero() {
    assertThat(Axis.around(0).min()).isEqualTo(-1);
  }

  @Test
  void takesRoundingForAConstant() {
    Axis axis = Axis.around(1, 1 + 1e-12);
    assertThat(axis.max() - axis.min()).isGreaterThan(0.9);
  }

  @Test
  void spansADecadeIfItIsLogarithmic() {
    Axis axis = Axis.decades(-2);
    assertThat(axis.min()).isLessThan(-2);
    assertThat(axis.max() - axis.min()).isGreaterThan(1);
  }

  @Test
  void placesNumbersWhoseDistanceIsNoNumber() {
    assertThat(Axis.range(-1e308, 1e308).share(0)).isEqualTo(0.5);
  }
}
