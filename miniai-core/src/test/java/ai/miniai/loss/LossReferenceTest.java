package ai.miniai.loss;

import static ai.miniai.tensor.TensorAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.tensor.Tensor;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import com.google.common.io.Resources;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Losses and their gradients beside PyTorch's, which pytorch.txt holds. */
class LossReferenceTest {
  private static final double[] SCORES = {
    -0.51, 1.03, -0.35, -0.88, 2.18, -1.5, 0.14, -1.52, -0.25, -0.53, 2.89, 0.0
  };
  private static final double[] SHARES = {
    0.1, 0.25, 0.5, 0.9, 0.99, 0.0, 1.0, 0.65, 0.33, 0.001, 0.72, 0.05
  };
  private static final double[] TRUTH = {0, 1, 0, 1, 0.3, 0, 1, 0.9, 0, 0.01, 1, 0};
  private static final double[] NEAR = {
    0.5, 1.1, -0.35, 1.2, -0.4, -1.0, 0.0, 0.7, 2.25, -0.6, 2.0, -0.25
  };
  private static final double[] CLASSES = {
    0.2, 0.5, 0.3, 0.0, 0.25, 0.75, 0.1, 0.1, 0.8, 0.6, 0.4, 0.0
  };
  private static final double[] LOGARITHMS =
      Arrays.stream(new double[] {0.3, 0.4, 0.3, 0.2, 0.3, 0.5, 0.05, 0.15, 0.8, 0.7, 0.2, 0.1})
          .map(Math::log)
          .toArray();
  private static final double[] OTHERS = reversed(LOGARITHMS);
  private static final Tensor LABELS = Tensor.of(1, 0, 2, 1);
  private static final Tensor SOME = Tensor.of(1, 0, -100, 2);
  private static final Tensor WEIGHT = Tensor.of(new double[] {0.5, 2, 1.25}, 3);
  private static final Tensor ROWS = Tensor.of(new double[] {0.5, 1, 2, 0}, 4, 1);

  /** A loss with its inputs. */
  private record Setup(Given loss, double[] input, long... shape) {}

  /** The loss of predictions, given how to convert other tensors to their type. */
  @FunctionalInterface
  private interface Given {
    Tensor loss(Tensor x, Function<double[], Tensor> of);
  }

  record Case(String name, double[] loss, double[] gradient) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static double[] reversed(double... x) {
    double[] result = new double[x.length];
    Arrays.setAll(result, i -> x[x.length - 1 - i]);
    return result;
  }

  private static Map<String, Setup> setups(Reduction reduction) {
    CrossEntropyLoss ce = new CrossEntropyLoss().reduction(reduction);
    NLLLoss nll = new NLLLoss().reduction(reduction);
    BCELoss bce = new BCELoss().reduction(reduction);
    BCEWithLogitsLoss logits = new BCEWithLogitsLoss().reduction(reduction);
    L1Loss l1 = new L1Loss().reduction(reduction);
    MSELoss mse = new MSELoss().reduction(reduction);
    SmoothL1Loss smooth = new SmoothL1Loss().reduction(reduction);
    HuberLoss huber = new HuberLoss().delta(2).reduction(reduction);
    KLDivLoss kl = new KLDivLoss().reduction(reduction);
    CrossEntropyLoss both = ce.weight(WEIGHT).labelSmoothing(0.1);
    Tensor square = LABELS.reshape(2, 2);
    ImmutableMap.Builder<String, Setup> all = ImmutableMap.builder();
    all.put("ce", rows((x, of) -> ce.loss(x, LABELS)));
    all.put("ce places", images((x, of) -> ce.loss(x, square)));
    all.put("ce w s i", images((x, of) -> both.ignoreIndex(1).loss(x, square)));
    all.put("ce i", images((x, of) -> ce.loss(x, SOME.reshape(2, 2))));
    all.put("ce s", rows((x, of) -> ce.labelSmoothing(0.2).loss(x, SOME)));
    all.put("ce w", rows((x, of) -> ce.weight(WEIGHT).loss(x, LABELS)));
    all.put("ce prob", images((x, of) -> ce.loss(x, of.apply(CLASSES))));
    all.put("ce prob w s", rows((x, of) -> both.loss(x, of.apply(CLASSES))));
    all.put(
        "nll w",
        new Setup((x, of) -> nll.weight(WEIGHT).loss(x, SOME.reshape(2, 2)), LOGARITHMS, 2, 3, 2));
    all.put("nll", new Setup((x, of) -> nll.loss(x, LABELS), LOGARITHMS, 4, 3));
    all.put("bce", new Setup((x, of) -> bce.loss(x, of.apply(TRUTH)), SHARES, 4, 3));
    all.put(
        "bce w", new Setup((x, of) -> bce.weight(WEIGHT).loss(x, of.apply(TRUTH)), SHARES, 4, 3));
    all.put("bcel", rows((x, of) -> logits.loss(x, of.apply(TRUTH))));
    all.put(
        "bcel w p",
        rows((x, of) -> logits.weight(ROWS).posWeight(WEIGHT).loss(x, of.apply(TRUTH))));
    all.put("l1", rows((x, of) -> l1.loss(x, of.apply(NEAR))));
    all.put("mse", rows((x, of) -> mse.loss(x, of.apply(NEAR))));
    all.put("smooth", rows((x, of) -> smooth.loss(x, of.apply(NEAR))));
    all.put("smooth .5", rows((x, of) -> smooth.beta(0.5).loss(x, of.apply(NEAR))));
    all.put("huber 2", rows((x, of) -> huber.loss(x, of.apply(NEAR))));
    all.put("kl", new Setup((x, of) -> kl.loss(x, of.apply(CLASSES)), LOGARITHMS, 4, 3));
    all.put(
        "kl log", new Setup((x, of) -> kl.logTarget().loss(x, of.apply(OTHERS)), LOGARITHMS, 4, 3));
    all.put(
        "kl batchmean",
        new Setup((x, of) -> kl.batchMean().loss(x, of.apply(CLASSES)), LOGARITHMS, 4, 3));
    all.put(
        "cosemb",
        rows(
            (x, of) ->
                Losses.cosineEmbedding(
                    x, of.apply(NEAR), Tensor.of(1, -1, -1, 1), 0.1, reduction)));
    all.put("cossim", rows((x, of) -> Losses.cosineSimilarity(x, of.apply(NEAR), 1)));
    all.put("cossim0", rows((x, of) -> Losses.cosineSimilarity(x, of.apply(NEAR), 0)));
    return all.buildOrThrow();
  }

  private static Setup rows(Given loss) {
    return new Setup(loss, SCORES, 4, 3);
  }

  private static Setup images(Given loss) {
    return new Setup(loss, SCORES, 2, 3, 2);
  }

  static Stream<Case> cases() throws IOException {
    return Resources.readLines(
            Resources.getResource(LossReferenceTest.class, "pytorch.txt"), StandardCharsets.UTF_8)
        .stream()
        .filter(line -> !line.startsWith("#"))
        .map(line -> Splitter.on(" | ").splitToList(line))
        .map(parts -> new Case(parts.get(0), numbers(parts.get(1)), numbers(parts.get(2))));
  }

  private static double[] numbers(String text) {
    return Arrays.stream(text.split(" ", -1)).mapToDouble(Double::parseDouble).toArray();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isPyTorchsInFloat64(Case given) {
    check(given, DataType.DOUBLE, 1e-9);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isPyTorchsInFloat32(Case given) {
    check(given, DataType.FLOAT, 1e-6);
  }

  private static void check(Case given, DataType kind, double tolerance) {
    // GIVEN
    List<String> words = Splitter.on(' ').splitToList(given.name);
    String last = words.get(words.size() - 1).toUpperCase(Locale.ROOT);
    boolean reduced = Arrays.stream(Reduction.values()).anyMatch(r -> r.name().equals(last));
    Reduction reduction = reduced ? Reduction.valueOf(last) : Reduction.MEAN;
    String name =
        reduced ? given.name.substring(0, given.name.length() - last.length() - 1) : given.name;
    Setup setup = setups(reduction).get(name);
    assertThat(setup).as(name).isNotNull();
    Tensor x = Tensor.of(setup.input, setup.shape).to(kind).requiresGrad(true);
    // WHEN
    Tensor loss = setup.loss.loss(x, values -> Tensor.of(values, setup.shape).to(kind));
    double[] seed = new double[(int) loss.length()];
    Arrays.setAll(seed, i -> (i + 1.0) / seed.length);
    loss.backward(Tensor.of(seed, loss.shape()));
    // THEN
    assertThat(loss).hasType(kind).within(tolerance).hasValues(given.loss);
    assertThat(x.grad()).hasType(kind).within(tolerance).hasValues(given.gradient);
  }
}
