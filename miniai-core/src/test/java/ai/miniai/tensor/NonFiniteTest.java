package ai.miniai.tensor;

import static ai.miniai.tensor.TensorAssert.assertThat;

import org.junit.jupiter.api.Test;

/** NaN and infinities go through operations as they do in PyTorch: they are never swallowed. */
class NonFiniteTest {
  private static final double NAN = Double.NaN;
  private static final double INF = Double.POSITIVE_INFINITY;

  private final Tensor x =
      Tensor.of(new double[] {NAN, -3, -.5, 0, .5, 3, INF, -INF}, 8).requiresGrad(true);

  @Test
  void throughActivations() {
    assertThat(x.relu()).hasValues(NAN, 0, 0, 0, .5, 3, INF, 0);
    assertThat(x.leakyRelu(.5)).hasValues(NAN, -1.5, -.25, 0, .5, 3, INF, -INF);
    assertThat(x.generalRelu(0, .5)).hasValues(NAN, -.5, -.5, -.5, 0, 2.5, INF, -.5);
    assertThat(x.generalRelu(.5, .5, 9)).hasValues(NAN, -2, -.75, -.5, 0, 2.5, 9, -INF);
    assertThat(x.gelu()).within(1e-4).hasValues(NAN, -0.0040, -0.1543, 0, 0.3457, 2.9960, INF, NAN);
    assertThat(x.sigmoid().slice(0, 6, 8)).hasValues(1, 0);
    assertThat(x.tanh().slice(0, 6, 8)).hasValues(1, -1);
  }

  @Test
  void throughFunctions() {
    assertThat(x.clamp(-1, 1)).hasValues(NAN, -1, -.5, 0, .5, 1, 1, -1);
    assertThat(x.sqrt()).within(1e-4).hasValues(NAN, NAN, NAN, 0, .7071, 1.7321, INF, NAN);
    assertThat(x.square()).hasValues(NAN, 9, .25, 0, .25, 9, INF, INF);
    assertThat(x.pow(0)).hasValues(1, 1, 1, 1, 1, 1, 1, 1);
    assertThat(x.abs()).hasValues(NAN, 3, .5, 0, .5, 3, INF, INF);
  }

  @Test
  void throughArithmeticWithNumbers() { // ND4J's x.mul(NaN) multiplies by 1e-5
    Tensor one = Tensor.ones(1);

    assertThat(one.times(NAN)).hasValues(NAN);
    assertThat(one.plus(NAN)).hasValues(NAN);
    assertThat(one.minus(INF)).hasValues(-INF);
    assertThat(one.div(0)).hasValues(INF);
  }

  @Test
  void throughReductions() {
    assertThat(x.sum()).hasValues(NAN);
    assertThat(x.max()).hasValues(NAN);
    assertThat(x.slice(0, 1, 7).max()).hasValues(INF);
    assertThat(x.reshape(4, 2).max(1)).hasValues(NAN, 0, 3, INF);
    assertThat(x.reshape(4, 2).softmax(1).select(1, 0))
        .within(1e-4)
        .hasValues(NAN, .3775, .0759, NAN);
  }

  @Test
  void throughImages() {
    Tensor image = Tensor.zeros(1, 1, 4, 4);
    image.array().putScalar(5, Float.NaN).putScalar(15, Float.POSITIVE_INFINITY);

    assertThat(image.conv2d(Tensor.ones(1, 1, 2, 2), null, 1, 0))
        .hasValues(NAN, NAN, 0, NAN, NAN, 0, 0, 0, INF);
    assertThat(image.conv2dRelu(Tensor.ones(1, 1, 2, 2), null, 1, 0))
        .hasValues(NAN, NAN, 0, NAN, NAN, 0, 0, 0, INF);
    assertThat(image.maxPool2d(2, 2, 0)).hasValues(NAN, 0, 0, INF);
    assertThat(image.avgPool2d(2, 2, 0)).hasValues(NAN, 0, 0, INF);
  }

  @Test
  void throughProducts() {
    Tensor rows = Tensor.of(new double[] {NAN, 1, -INF, 2}, 2, 2);
    Tensor ones = Tensor.of(new double[] {1, 1}, 2, 1);

    assertThat(rows.matmul(ones)).hasValues(NAN, -INF);
  }

  @Test
  void gradientsAtAndBesideThem() {
    x.clamp(-.5, .5).sum().backward();
    assertThat(x.grad()).hasValues(0, 0, 1, 1, 1, 0, 0, 0);
    x.zeroGrad();
    x.pow(0).sum().backward();
    assertThat(x.grad()).hasValues(0, 0, 0, 0, 0, 0, 0, 0);
    x.zeroGrad();
    x.relu().sum().backward();
    assertThat(x.grad()).hasValues(1, 0, 0, 0, 1, 1, 1, 0);
  }
}
