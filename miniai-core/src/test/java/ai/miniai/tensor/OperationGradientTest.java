package ai.miniai.tensor;

import static ai.miniai.tensor.GradientCheck.positive;
import static ai.miniai.tensor.GradientCheck.values;

import ai.miniai.random.Seed;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The gradient of every operation against central differences, for inputs of all sorts. */
@Tag("slow")
class OperationGradientTest {
  private record Case(String name, Function<List<Tensor>, Tensor> function, INDArray... inputs) {
    @Override
    public String toString() {
      return name + " of " + Arrays.stream(inputs).map(x -> Arrays.toString(x.shape())).toList();
    }
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("casesInAllOrders")
  void theGradientIsThatOfCentralDifferences(Case given, MemoryOrder order) {
    GradientCheck.check(order, given.function, given.inputs);
  }

  static Stream<Arguments> casesInAllOrders() {
    return Stream.of(
            arithmetic(),
            functions(),
            reductions(),
            shapes(),
            products(),
            images(),
            norms(),
            choices(),
            arrangements(),
            reuse())
        .flatMap(cases -> cases)
        .flatMap(given -> Arrays.stream(MemoryOrder.values()).map(o -> Arguments.of(given, o)));
  }

  private static Stream<Case> arithmetic() {
    return Stream.of(
            new long[][] {{2, 3}, {2, 3}},
            new long[][] {{2, 3}, {3}},
            new long[][] {{2, 3}, {2, 1}},
            new long[][] {{3, 1}, {1, 2}},
            new long[][] {{2, 3, 2, 2}, {3, 1, 1}},
            new long[][] {{2, 3, 2, 2}, {1, 3, 1, 1}},
            new long[][] {{2, 3}, {}},
            new long[][] {{}, {2, 3}},
            new long[][] {{1, 1}, {1, 1}},
            new long[][] {{}, {}})
        .flatMap(
            s ->
                Stream.of(
                    two("plus", Tensor::plus, s),
                    two("minus", Tensor::minus, s),
                    two("times", Tensor::times, s),
                    two("div", Tensor::div, s)));
  }

  private static Stream<Case> functions() {
    return Stream.of(new long[] {}, new long[] {1, 1}, new long[] {3, 5}, new long[] {2, 3, 2, 3})
        .flatMap(
            s ->
                Stream.of(
                    one("plus 2", x -> x.plus(2), s),
                    one("minus 2", x -> x.minus(2), s),
                    one("times 3", x -> x.times(3), s),
                    one("div 3", x -> x.div(3), s),
                    one("neg", Tensor::neg, s),
                    one("abs", Tensor::abs, s),
                    one("exp", Tensor::exp, s),
                    one("relu", Tensor::relu, s),
                    one("leakyRelu", x -> x.leakyRelu(0.1), s),
                    one("generalRelu", x -> x.generalRelu(0.1, 0.4), s),
                    one("generalRelu, max", x -> x.generalRelu(2, -0.3, 0.8), s),
                    one("gelu", Tensor::gelu, s),
                    one("geluTanh", Tensor::geluTanh, s),
                    one("silu", Tensor::silu, s),
                    one("elu", x -> x.elu(0.7), s),
                    two("prelu", Tensor::prelu, new long[][] {s, {1}}),
                    one("sigmoid", Tensor::sigmoid, s),
                    one("tanh", Tensor::tanh, s),
                    one("square", Tensor::square, s),
                    one("to the 1", x -> x.pow(1), s),
                    one("clamp", x -> x.clamp(-0.7, 0.4), s),
                    one("cube", x -> x.pow(3), s),
                    one("to the 0", x -> x.pow(0), s),
                    new Case("log", on(Tensor::log), positive(0.5, 2, s)),
                    new Case("sqrt", on(Tensor::sqrt), positive(0.5, 2, s)),
                    new Case("pow -1.5", on(x -> x.pow(-1.5)), positive(0.5, 2, s))));
  }

  private static Stream<Case> reductions() {
    return Stream.of(
        one("sum", x -> x.sum(), 2, 3, 4),
        one("sum 0", x -> x.sum(0), 2, 3, 4),
        one("sum -1", x -> x.sum(-1), 2, 3, 4),
        one("sum 2 0", x -> x.sum(2, 0), 2, 3, 4),
        one("sum", x -> x.sum(), 1, 1),
        one("sum of a number", x -> x.sum()),
        one("mean", x -> x.mean(), 2, 3, 4),
        one("mean 1", x -> x.mean(1), 2, 3, 4),
        one("mean 0 2 3", x -> x.mean(0, 2, 3), 2, 3, 4, 1),
        one("sum of many", x -> x.sum(), 521),
        one("sum of many in the middle", x -> x.sum(1), 2, 300, 2),
        one("sum of many first and last", x -> x.sum(0, 2), 280, 2, 3),
        one("sum 1 kept", x -> x.sum(new int[] {1}, true), 2, 3, 4),
        one("mean kept", x -> x.mean(new int[] {-1, 0}, true), 2, 3, 4),
        one("max kept", x -> x.max(new int[] {1}, true), 2, 3, 4),
        one("var", x -> x.var(), 2, 3),
        one("var 0 2", x -> x.var(0, 2), 2, 3, 4),
        one("std -1", x -> x.std(-1), 2, 3, 4),
        one("max", x -> x.max(), 2, 3, 4),
        one("max 1", x -> x.max(1), 2, 3, 4),
        one("max 0 2", x -> x.max(0, 2), 2, 3, 4),
        one("max of one", x -> x.max(0), 1, 3),
        one("softmax 1", x -> x.softmax(1), 3, 5),
        one("softmax 0", x -> x.softmax(0), 3, 5),
        one("softmax 1 of 4", x -> x.softmax(1), 2, 3, 2, 2),
        one("softmax of one", x -> x.softmax(-1), 3, 1),
        one("logSoftmax 1", x -> x.logSoftmax(1), 3, 5),
        one("logSoftmax 0", x -> x.logSoftmax(0), 3, 5),
        one("logSoftmax 1 of 4", x -> x.logSoftmax(1), 2, 3, 2, 2),
        one("crossEntropy", x -> x.crossEntropy(Tensor.of(2, 0, 1)), 3, 4),
        one("crossEntropy of one", x -> x.crossEntropy(Tensor.of(0)), 1, 1),
        two("mse", Tensor::mse, new long[][] {{3, 2}, {3, 2}}),
        two("crossEntropy of probabilities", Tensor::crossEntropy, new long[][] {{3, 4}, {3, 4}}));
  }

  private static Stream<Case> shapes() {
    return Stream.of(
        one("reshape", x -> x.reshape(4, -1), 2, 3, 4),
        one("reshape to a number", x -> x.reshape(), 1, 1),
        one("flatten", x -> x.flatten(1), 2, 3, 2, 2),
        one("flatten all", x -> x.flatten(0), 2, 3),
        one("permute", x -> x.permute(2, 0, 1), 2, 3, 4),
        one("transpose", x -> x.transpose(1, -1), 2, 3, 4),
        one("unsqueeze", x -> x.unsqueeze(1), 2, 3),
        one("unsqueeze at the end", x -> x.unsqueeze(-1), 2, 3),
        one("squeeze", x -> x.squeeze(1), 2, 1, 3),
        one("squeeze of none", x -> x.squeeze(0), 2, 1, 3),
        one("select", x -> x.select(1, -2), 2, 3, 4),
        one("select of a vector", x -> x.select(0, 1), 3),
        one("slice 0", x -> x.slice(0, 1, 3), 4, 3),
        one("slice -1", x -> x.slice(-1, 0, 1), 2, 3, 4),
        one("slice of a vector", x -> x.slice(0, 1, 2), 3),
        one("slice of all", x -> x.slice(1, 0, 3), 2, 3),
        one("relu of a slice", x -> x.slice(1, 1, 3).relu(), 2, 3, 4),
        one("relu of permuted", x -> x.permute(1, 0, 2).relu().permute(2, 1, 0).exp(), 2, 3, 4),
        two("concat 0", (a, b) -> Tensor.concat(0, a, b), new long[][] {{2, 3}, {1, 3}}),
        two(
            "concat 1",
            (a, b) -> Tensor.concat(1, a, b),
            new long[][] {{2, 3, 2, 2}, {2, 1, 2, 2}}),
        two("concat -1", (a, b) -> Tensor.concat(-1, a, b), new long[][] {{2, 3}, {2, 2}}),
        two("concat of vectors", (a, b) -> Tensor.concat(0, a, b), new long[][] {{2}, {3}}));
  }

  private static Stream<Case> products() {
    return Stream.of(
        two("matmul", Tensor::matmul, new long[][] {{2, 3}, {3, 4}}),
        two("matmul", Tensor::matmul, new long[][] {{1, 1}, {1, 1}}),
        two("matmul", Tensor::matmul, new long[][] {{1, 3}, {3, 1}}),
        two("matmul", Tensor::matmul, new long[][] {{3, 1}, {1, 3}}),
        two("matmul", Tensor::matmul, new long[][] {{2, 2, 3}, {2, 3, 4}}),
        two("matmul", Tensor::matmul, new long[][] {{2, 2, 1, 3}, {2, 2, 3, 1}}),
        attention(
            x -> x.get(0).scaledDotProductAttention(x.get(1), x.get(2)),
            new long[][] {{2, 2, 3, 2}, {2, 2, 4, 2}, {2, 2, 4, 3}}),
        attention(
            x -> x.get(0).scaledDotProductAttention(x.get(1), x.get(2)),
            new long[][] {{1, 1, 1, 1}, {1, 1, 1, 1}, {1, 1, 1, 1}}),
        attention(
            x -> x.get(0).scaledDotProductAttention(x.get(1), x.get(2), null, 0, true),
            new long[][] {{1, 2, 4, 2}, {1, 2, 3, 2}, {1, 2, 3, 2}}),
        attention(
            x -> x.get(0).scaledDotProductAttention(x.get(1), x.get(2), x.get(3), 0, false),
            new long[][] {{2, 2, 3, 2}, {2, 2, 4, 2}, {2, 2, 4, 3}, {2, 1, 1, 4}}),
        attention(
            x -> x.get(0).scaledDotProductAttention(x.get(1), x.get(2), x.get(3), 0, true),
            new long[][] {{2, 2, 3, 2}, {2, 2, 4, 2}, {2, 2, 4, 3}, {3, 1}}),
        attention(
            OperationGradientTest::sameDropout,
            new long[][] {{2, 2, 3, 2}, {2, 2, 4, 2}, {2, 2, 4, 3}}),
        one("embedding", x -> Tensor.of(2, 0, 2, 2).embedding(x), 3, 2),
        one("embedding of a batch", x -> Tensor.of(1, 3, 0, 1).reshape(2, 2).embedding(x), 4, 1),
        linear(new long[][] {{4, 3}, {2, 3}, {2}}),
        linear(new long[][] {{4, 3}, {2, 3}}),
        linear(new long[][] {{1, 1}, {1, 1}, {1}}),
        linear(new long[][] {{1, 3}, {1, 3}, {1}}),
        linear(new long[][] {{3}, {2, 3}, {2}}),
        linear(new long[][] {{2, 4, 3}, {2, 3}, {2}}));
  }

  private static Stream<Case> images() {
    return Stream.of(
            conv(2, 1, new long[][] {{2, 3, 5, 7}, {4, 3, 3, 3}, {4}}),
            conv(2, 1, new long[][] {{2, 3, 5, 7}, {4, 3, 3, 3}}),
            conv(1, 0, new long[][] {{1, 1, 1, 1}, {1, 1, 1, 1}, {1}}),
            conv(1, 0, new long[][] {{2, 3, 4, 3}, {2, 3, 1, 1}, {2}}),
            conv(2, 0, new long[][] {{2, 3, 4, 3}, {2, 3, 1, 1}, {2}}),
            conv(3, 0, new long[][] {{1, 2, 5, 4}, {1, 2, 2, 2}, {1}}),
            conv(1, 2, new long[][] {{2, 1, 4, 4}, {2, 1, 5, 5}, {2}}),
            conv(2, 2, new long[][] {{1, 2, 7, 6}, {3, 2, 5, 5}, {3}}),
            conv(2, 1, new long[][] {{2, 2, 1, 1}, {3, 2, 3, 3}, {3}}),
            conv(2, 1, new long[][] {{1, 1, 2, 2}, {1, 1, 3, 3}}),
            conv(1, 1, new long[][] {{2, 2, 3, 2}, {2, 2, 1, 1}, {2}}),
            conv(1, 0, new long[][] {{3, 1, 3, 3}, {2, 1, 3, 3}, {2}}),
            sides(1, 2, 1, 0, 1, 1, 1, new long[][] {{2, 3, 5, 6}, {2, 3, 3, 2}, {2}}),
            sides(2, 1, 0, 2, 2, 1, 1, new long[][] {{1, 2, 6, 4}, {3, 2, 2, 3}}),
            sides(3, 3, 1, 1, 1, 3, 1, new long[][] {{1, 1, 4, 7}, {1, 1, 2, 3}, {1}}),
            sides(1, 1, 1, 1, 1, 1, 2, new long[][] {{2, 4, 3, 3}, {4, 2, 3, 3}, {4}}),
            sides(2, 1, 1, 0, 2, 1, 3, new long[][] {{1, 3, 5, 3}, {6, 1, 2, 2}, {6}}),
            sides(1, 1, 1, 1, 1, 1, 3, new long[][] {{2, 3, 3, 4}, {3, 1, 3, 3}}),
            sequences(1, 1, 1, 1, new long[][] {{2, 3, 6}, {2, 3, 3}, {2}}),
            sequences(2, 2, 2, 1, new long[][] {{1, 2, 7}, {3, 2, 3}}),
            sequences(3, 0, 1, 2, new long[][] {{2, 4, 8}, {2, 2, 2}, {2}}),
            sequences(1, 1, 1, 3, new long[][] {{1, 3, 4}, {6, 1, 3}, {6}}),
            Stream.of(
                one(
                    "maxPool2d with sides",
                    x -> x.maxPool2d(new int[] {3, 2}, new int[] {1, 2}, new int[] {1, 0}),
                    1,
                    2,
                    4,
                    5),
                one("maxPool1d", x -> x.maxPool1d(2, 2, 0), 2, 3, 6),
                one("maxPool1d, overlapping", x -> x.maxPool1d(3, 2, 1), 2, 2, 7)),
            transposed(1, 0, 0, new long[][] {{2, 3, 4, 3}, {3, 2, 3, 3}, {2}}),
            transposed(2, 1, 0, new long[][] {{2, 3, 2, 3}, {3, 4, 3, 3}, {4}}),
            transposed(2, 1, 1, new long[][] {{2, 2, 3, 2}, {2, 1, 3, 3}}),
            transposed(3, 2, 2, new long[][] {{1, 1, 2, 2}, {1, 2, 5, 5}, {2}}),
            transposed(2, 0, 1, new long[][] {{2, 2, 1, 1}, {2, 3, 1, 1}, {3}}),
            pools(2, 2, 0, 2, 3, 4, 6),
            pools(2, 2, 0, 1, 1, 5, 5),
            pools(3, 2, 1, 2, 2, 5, 7),
            pools(3, 1, 1, 1, 3, 4, 3),
            pools(1, 1, 0, 2, 2, 3, 3),
            pools(2, 1, 1, 1, 2, 1, 1),
            pools(5, 3, 2, 1, 1, 7, 6),
            Stream.of(
                ceil(2, 2, 0, 2, 3, 7, 6),
                ceil(2, 2, 0, 2, 1, 1, 3),
                ceil(3, 2, 1, 1, 2, 4, 5),
                ceil(2, 3, 1, 1, 2, 5, 3),
                one("upsampleNearest", x -> x.upsampleNearest(3), 2, 3, 2, 4),
                one("upsampleNearest of one place", x -> x.upsampleNearest(2), 1, 1, 1, 1),
                one("upsampleBilinear", x -> x.upsampleBilinear(2), 2, 2, 3, 1),
                one("adaptive of size 1", x -> x.adaptiveAvgPool2d(1, 1), 2, 3, 4, 5),
                one("adaptive of parts", x -> x.adaptiveAvgPool2d(3, 2), 2, 3, 4, 5),
                one("adaptive of the same", x -> x.adaptiveAvgPool2d(2, 2), 1, 2, 2, 2)))
        .flatMap(cases -> cases);
  }

  private static Stream<Case> norms() {
    return Stream.concat(batchNorms(), otherNorms());
  }

  private static Stream<Case> otherNorms() {
    return Stream.of(
        one("standardize 1", x -> x.standardize(0.1, 0, 1), 2, 3, 4),
        one("standardize 1 2 3 unbiased", x -> x.standardize(0.1, 1, 1, 2, 3), 2, 3, 2, 2),
        one("standardize of one", x -> x.standardize(0.1, 0, 1), 3, 1),
        layer(
            "layerNorm of rows",
            new long[][] {{4, 3}, {3}, {3}},
            (x, w, b) -> x.layerNorm(new long[] {3}, w, b, 0.1)),
        layer(
            "layerNorm of images",
            new long[][] {{2, 3, 2, 2}, {3, 2, 2}, {3, 2, 2}},
            (x, w, b) -> x.layerNorm(new long[] {3, 2, 2}, w, b, 0.1)),
        two("prelu of channels", Tensor::prelu, new long[][] {{2, 3, 2, 2}, {3}}),
        two("prelu of features", Tensor::prelu, new long[][] {{4, 3}, {3}}),
        two(
            "rmsNorm of rows",
            (x, w) -> x.rmsNorm(new long[] {3}, w, 0.1),
            new long[][] {{4, 3}, {3}}),
        two(
            "rmsNorm of images",
            (x, w) -> x.rmsNorm(new long[] {3, 2, 2}, w, 0.1),
            new long[][] {{2, 3, 2, 2}, {3, 2, 2}}),
        one("rmsNorm without weight", x -> x.rmsNorm(new long[] {2}, null, 0.1), 3, 2),
        layer(
            "groupNorm",
            new long[][] {{2, 4, 2, 3}, {4}, {4}},
            (x, w, b) -> x.groupNorm(2, w, b, 0.1)),
        layer(
            "groupNorm of rows",
            new long[][] {{3, 4}, {4}, {4}},
            (x, w, b) -> x.groupNorm(1, w, b, 0.1)),
        layer(
            "groupNorm without weight and bias",
            new long[][] {{2, 6, 2}},
            (x, w, b) -> x.groupNorm(3, null, null, 0.1)),
        layer(
            "instanceNorm",
            new long[][] {{2, 3, 2, 2}, {3}, {3}},
            (x, w, b) -> x.instanceNorm(w, b, 0.1)));
  }

  private static Stream<Case> batchNorms() {
    return Stream.of(
            new long[][] {{4, 3}, {3}, {3}},
            new long[][] {{2, 1}, {1}, {1}},
            new long[][] {{2, 3, 1, 1}, {3}, {3}},
            new long[][] {{1, 3, 2, 3}, {3}, {3}},
            new long[][] {{2, 1, 3, 3}, {1}, {1}},
            new long[][] {{3, 4, 5, 2}, {4}, {4}},
            new long[][] {{2, 3, 4}, {3}, {3}})
        .flatMap(
            shapes ->
                Stream.of(
                    layer("batchNorm", shapes, (x, w, b) -> x.batchNorm(w, b, 0.1).output()),
                    layer(
                        "batchNorm by given moments",
                        shapes,
                        (x, w, b) ->
                            x.batchNorm(
                                w,
                                b,
                                Tensor.wrap(values(0.1, 1, x.size(1))),
                                Tensor.wrap(positive(0.5, 2, x.size(1))),
                                0.1))));
  }

  private static Stream<Case> choices() {
    Tensor index = Tensor.of(2, 0, 1, 1, 2, 2).reshape(3, 2);
    long[][] stretched = {{2, 3, 1}, {3, 2}};
    return Stream.of(
        two("maximum", Tensor::maximum, stretched),
        two("minimum", Tensor::minimum, new long[][] {{}, {2, 3}}),
        two("where", (a, b) -> Tensor.where(a.gt(0), a.times(3), b), stretched),
        one("maskedFill", x -> x.maskedFill(x.gt(0), 2), 2, 3, 2),
        two("outer", Tensor::outer, new long[][] {{2}, {3}}),
        two("matmul, stretched", Tensor::matmul, new long[][] {{2, 1, 2, 3}, {2, 3, 4}}),
        two("matmul by a matrix", Tensor::matmul, new long[][] {{2, 2, 3}, {3, 2}}),
        two("matmul of a matrix", Tensor::matmul, new long[][] {{2, 3}, {2, 3, 2}}),
        two("matmul by a vector", Tensor::matmul, new long[][] {{2, 2, 3}, {3}}),
        two("matmul of a vector", Tensor::matmul, new long[][] {{3}, {2, 3, 2}}),
        two(
            "einsum",
            (a, b) -> Tensor.einsum("bij,bkj->kb", a, b),
            new long[][] {{2, 2, 3}, {2, 4, 3}}),
        two("scatterAdd", (a, b) -> a.scatterAdd(0, index, b), new long[][] {{3, 2}, {4, 3}}),
        one("gather", x -> x.gather(0, index), 3, 2),
        one("indexSelect", x -> x.indexSelect(1, Tensor.of(2, 0, 2)), 2, 3, 2),
        one("sort", x -> x.sort(1, true).values(), 2, 3, 2),
        one("topk", x -> x.topk(2, 0, false).values(), 4, 2),
        one("min 1", x -> x.min(1), 2, 3, 4),
        one("sin and cos", x -> x.sin().times(x.cos()), 2, 3),
        one("softplus", Tensor::softplus, 2, 3),
        new Case("log1p", on(Tensor::log1p), positive(0.5, 2, 2, 3)),
        one("logsumexp 0 2", x -> x.logsumexp(0, 2), 2, 3, 4),
        one("cumsum 1", x -> x.cumsum(1), 2, 3, 4),
        one("norm 2", x -> x.norm(2, 1), 2, 3, 4),
        one("norm 1.5", x -> x.norm(1.5), 2, 3),
        one("norm 1", x -> x.norm(1, new int[] {0}, true), 2, 3),
        one("norm of the largest", x -> x.norm(Double.POSITIVE_INFINITY, 0), 2, 3));
  }

  private static Stream<Case> arrangements() {
    return Stream.of(
        two("stack", (a, b) -> Tensor.stack(1, a, b), new long[][] {{2, 3}, {2, 3}}),
        one("chunk", x -> x.chunk(2, -1).get(1).exp(), 2, 3),
        one("split", x -> x.split(new long[] {1, 2}, 1).get(1).exp(), 2, 3),
        one("flip", x -> x.flip(0, 2), 2, 3, 2),
        one("roll", x -> x.roll(-1, 1).roll(2), 2, 3),
        one("pad", x -> x.pad(1, 0, -1, 2), 2, 3, 2),
        one("pad by reflecting", x -> x.pad(PadMode.REFLECT, new int[] {1, 2, 1, 0}), 2, 2, 3),
        one("tril", x -> x.tril(0), 2, 3, 3),
        one("triu", x -> x.triu(1), 3, 4));
  }

  private static Stream<Case> reuse() {
    return Stream.of(
        one("x times x", x -> x.times(x), 2, 3),
        one("x plus x", x -> x.plus(x), 2, 3),
        one("x minus x", x -> x.minus(x), 2, 3),
        one("x over x", x -> x.div(x), 2, 3),
        one("x times x transposed", x -> x.matmul(x.transpose(0, 1)), 2, 3),
        one("x beside x", x -> Tensor.concat(0, x, x), 2, 3),
        one("a diamond", x -> x.relu().times(x.tanh()).plus(x.exp()), 2, 3),
        one("two that share a gradient", x -> x.relu().plus(x.neg().relu()).plus(x.relu()), 2, 3),
        one("a broadcast diamond", x -> x.minus(x.mean(1).unsqueeze(1)).times(x), 2, 3),
        one("a convolution by itself", x -> x.conv2d(x, null, 1, 1), 2, 2, 3, 3));
  }

  private static Case one(String name, Function<Tensor, Tensor> f, long... shape) {
    return new Case(name, on(f), values(0.1, 2, shape));
  }

  private static Function<List<Tensor>, Tensor> on(Function<Tensor, Tensor> f) {
    return inputs -> f.apply(inputs.get(0));
  }

  private interface OfTwo {
    Tensor apply(Tensor a, Tensor b);
  }

  private static Case two(String name, OfTwo f, long[][] shapes) {
    return new Case(
        name,
        inputs -> f.apply(inputs.get(0), inputs.get(1)),
        values(0.1, 2, shapes[0]),
        values(0.2, 2, shapes[1]));
  }

  private static Case attention(Function<List<Tensor>, Tensor> f, long[][] shapes) {
    return new Case(
        "attention",
        f,
        IntStream.range(0, shapes.length)
            .mapToObj(i -> values(0.1 + i / 10.0, 2, shapes[i]))
            .toArray(INDArray[]::new));
  }

  private static Tensor sameDropout(List<Tensor> x) {
    Seed.set(7);
    return x.get(0).scaledDotProductAttention(x.get(1), x.get(2), null, 0.5, false);
  }

  private static Case linear(long[][] shapes) {
    return layer("linear", shapes, (x, weight, bias) -> x.linear(weight, bias));
  }

  private static Stream<Case> conv(int stride, int padding, long[][] shapes) {
    String name = "conv2d, stride " + stride + ", padding " + padding;
    return Stream.of(
        layer(name, shapes, (x, weight, bias) -> x.conv2d(weight, bias, stride, padding)),
        layer(
            name + ", ReLU",
            shapes,
            (x, weight, bias) -> x.minus(1).conv2dRelu(weight, bias, stride, padding)));
  }

  /** Stride, padding and dilation for height and width, and groups. */
  private static Stream<Case> sides(
      int sh, int sw, int ph, int pw, int dh, int dw, int groups, long[][] shapes) {
    int[] stride = {sh, sw};
    int[] padding = {ph, pw};
    int[] dilation = {dh, dw};
    String name =
        "conv2d, stride %s × %s, padding %s × %s, dilation %s × %s, groups %s"
            .formatted(sh, sw, ph, pw, dh, dw, groups);
    return Stream.of(
        layer(name, shapes, (x, w, bias) -> x.conv2d(w, bias, stride, padding, dilation, groups)),
        layer(
            name + ", ReLU",
            shapes,
            (x, w, bias) -> x.minus(1).conv2dRelu(w, bias, stride, padding, dilation, groups)));
  }

  private static Stream<Case> sequences(
      int stride, int padding, int dilation, int groups, long[][] shapes) {
    String name =
        "conv1d, stride %s, padding %s, dilation %s, groups %s"
            .formatted(stride, padding, dilation, groups);
    return Stream.of(
        layer(name, shapes, (x, w, bias) -> x.conv1d(w, bias, stride, padding, dilation, groups)),
        layer(
            name + ", ReLU",
            shapes,
            (x, w, bias) -> x.minus(1).conv1dRelu(w, bias, stride, padding, dilation, groups)));
  }

  private static Stream<Case> transposed(int stride, int padding, int more, long[][] shapes) {
    String name = "convTranspose2d, stride " + stride + ", padding " + padding + " and " + more;
    return Stream.of(
        layer(name, shapes, (x, w, bias) -> x.convTranspose2d(w, bias, stride, padding, more)));
  }

  private static Stream<Case> pools(int size, int stride, int padding, long... shape) {
    String name = " of size " + size + ", stride " + stride + ", padding " + padding;
    return Stream.of(
        one("maxPool2d" + name, x -> x.maxPool2d(size, stride, padding), shape),
        one("avgPool2d" + name, x -> x.avgPool2d(size, stride, padding), shape));
  }

  private static Case ceil(int size, int stride, int padding, long... shape) {
    String name = "ceil of size " + size + ", stride " + stride + ", padding " + padding;
    return one(name, x -> x.avgPool2d(size, stride, padding, true), shape);
  }

  private interface Layer {
    Tensor apply(Tensor x, Tensor weight, Tensor bias);
  }

  private static Case layer(String name, long[][] shapes, Layer f) {
    INDArray[] inputs =
        Arrays.stream(shapes).map(shape -> values(0.1, 2, shape)).toArray(INDArray[]::new);
    return new Case(
        name,
        in ->
            f.apply(in.get(0), in.size() > 1 ? in.get(1) : null, in.size() > 2 ? in.get(2) : null),
        inputs);
  }
}
