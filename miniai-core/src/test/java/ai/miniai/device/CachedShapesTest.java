package ai.miniai.device;

import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.random.Seed;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class CachedShapesTest {
  @BeforeAll
  static void nd4jStarts() {
    Seed.set(1);
  }

  @Test
  void nd4jUsesThemOnTheCpu() {
    assertThat(Nd4j.getShapeInfoProvider()).isInstanceOf(CachedShapes.class);
  }

  @Test
  void arraysOfOneShapeShareItsDescription() {
    INDArray one = Nd4j.create(DataType.FLOAT, 3, 4);
    INDArray other = Nd4j.create(DataType.FLOAT, 3, 4);

    assertThat(one.shapeInfoDataBuffer()).isSameAs(other.shapeInfoDataBuffer());
  }

  @Test
  void typesOrdersAndStridesAreToldApart() {
    INDArray floats = Nd4j.create(DataType.FLOAT, 3, 4);
    INDArray doubles = Nd4j.create(DataType.DOUBLE, 3, 4);
    INDArray columns = Nd4j.create(DataType.FLOAT, new long[] {3, 4}, 'f');
    INDArray turned = Nd4j.create(DataType.FLOAT, 4, 3).transpose();
    INDArray empty = Nd4j.create(DataType.FLOAT, 3, 0);

    assertThat(doubles.dataType()).isEqualTo(DataType.DOUBLE);
    assertThat(floats.stride()).containsExactly(4, 1);
    assertThat(columns.stride()).containsExactly(1, 3);
    assertThat(turned.stride()).containsExactly(1, 3);
    assertThat(empty.isEmpty()).isTrue();
    assertThat(floats.isEmpty()).isFalse();
  }

  @Test
  void anArrayKeepsItsDescriptionWhenAllAreForgotten() {
    INDArray x = Nd4j.createFromArray(1f, 2f, 3f, 4f, 5f, 6f).reshape('c', 2, 3);

    Nd4j.getShapeInfoProvider().purgeCache();
    System.gc();

    assertThat(x.shape()).containsExactly(2, 3);
    assertThat(x.sum(0).toDoubleVector()).containsExactly(5, 7, 9);
  }

  @Test
  void thereMayBeAnyNumberOfShapes() {
    for (int i = 1; i <= 20_000; i++) {
      assertThat(Nd4j.createUninitialized(DataType.FLOAT, i).length()).isEqualTo(i);
    }
  }
}
