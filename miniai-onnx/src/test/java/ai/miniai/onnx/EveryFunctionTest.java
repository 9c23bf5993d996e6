package ai.miniai.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.nn.Lambda;
import ai.miniai.random.Seed;
import ai.miniai.tensor.PadMode;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableMap;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Each function of tensors computes the same in ONNX Runtime, for batches of any size. */
class EveryFunctionTest {
  /** By name of the method, maybe with a note behind a space: functions of [batch, 4, 6, 6]. */
  private static final Map<String, UnaryOperator<Tensor>> FUNCTIONS =
      ImmutableMap.<String, UnaryOperator<Tensor>>builder()
          .put("plus", x -> x.plus(x.slice(1, 0, 1)).plus(1.5).plus(2L))
          .put("plus of integers", x -> whole(x).plus(3L).plus(whole(x)))
          .put("minus", x -> x.minus(x.mean(new int[] {2}, true)).minus(0.5).minus(1L))
          .put("minus of integers", x -> whole(x).minus(3L))
          .put("times", x -> x.times(x).times(0.3).times(2L))
          .put("times of integers", x -> whole(x).times(3L))
          .put("div", x -> x.div(x.abs().plus(1.0)).div(3))
          .put("div of integers", x -> whole(x).div(whole(x).square().plus(1L)))
          .put("neg", Tensor::neg)
          .put("pow", x -> x.abs().pow(1.7).plus(x.pow(3L)).plus(x.pow(1L)))
          .put("pow of integers", x -> whole(x).pow(3L))
          .put("square", Tensor::square)
          .put("clamp", x -> x.clamp(-0.5, 0.7))
          .put("clamp of integers", x -> whole(x).clamp(-1L, 2L))
          .put("clamp of truth values", x -> x.gt(0).clamp(0L, 1L))
          .put("pow of truth values", x -> x.gt(0).pow(2L))
          .put("argmax of truth values", x -> x.gt(0).to(DataType.INT32).argmax(1))
          .put("argmin of FLOAT16", x -> x.to(DataType.FLOAT16).argmin(1))
          .put("argsort of small integers", x -> x.times(3.0).to(DataType.INT8).argsort(1, true))
          .put("exp", Tensor::exp)
          .put("log", x -> x.abs().log())
          .put("log1p", x -> x.abs().log1p())
          .put("sin", Tensor::sin)
          .put("cos", Tensor::cos)
          .put("sqrt", x -> x.abs().sqrt())
          .put("abs", Tensor::abs)
          .put("abs of integers", x -> whole(x).abs())
          .put("relu", Tensor::relu)
          .put("relu of integers", x -> whole(x).relu())
          .put("leakyRelu", x -> x.leakyRelu(0.1))
          .put("generalRelu", x -> x.generalRelu(0.1, 0.4, 0.8))
          .put("gelu", Tensor::gelu)
          .put("geluTanh", Tensor::geluTanh)
          .put("silu", Tensor::silu)
          .put("elu", x -> x.elu(0.7))
          .put("prelu", x -> x.prelu(Tensor.of(new float[] {0.1f, 0.2f, 0.3f, 0.4f}, 4)))
          .put("softplus", x -> x.times(20.0).softplus())
          .put("sigmoid", Tensor::sigmoid)
          .put("tanh", Tensor::tanh)
          .put("softmax", x -> x.softmax(1))
          .put("logSoftmax", x -> x.logSoftmax(-1))
          .put("to", x -> x.times(3.0).to(DataType.INT64).to(DataType.DOUBLE))
          .put("to BOOL", x -> x.relu().to(DataType.BOOL))
          .put("to FLOAT16", x -> x.to(DataType.FLOAT16).times(2.0).to(DataType.FLOAT))
          .put("detach", x -> x.detach().plus(x))
          .put("eq", x -> x.eq(x.relu()).logicalOr(x.eq(0.5)).logicalOr(whole(x).eq(1L)))
          .put("ne", x -> x.ne(x.relu()).logicalAnd(x.ne(0.5)).logicalAnd(whole(x).ne(1L)))
          .put("lt", x -> x.lt(x.mean()).logicalXor(x.lt(0.5)).logicalXor(whole(x).lt(1L)))
          .put("le", x -> x.le(x.relu()).logicalXor(x.le(0.5)).logicalXor(whole(x).le(1L)))
          .put("gt", x -> x.gt(x.flip(3)).logicalXor(x.gt(0.5)).logicalXor(whole(x).gt(1L)))
          .put("ge", x -> x.ge(x.relu()).logicalXor(x.ge(0.5)).logicalXor(whole(x).ge(1L)))
          .put("logicalAnd", x -> x.gt(0).logicalAnd(x.lt(1)))
          .put("logicalOr", x -> x.gt(1).logicalOr(x.lt(-1)))
          .put("logicalXor", x -> x.gt(0).logicalXor(x.lt(1)))
          .put("logicalNot", x -> x.gt(0).logicalNot())
          .put("maskedFill", x -> x.maskedFill(x.gt(0), 7L))
          .put("maskedFill of integers", x -> whole(x).maskedFill(x.gt(0), 7L))
          .put("minimum", x -> x.minimum(x.flip(2)))
          .put("maximum", x -> x.maximum(x.flip(2)))
          .put("sum", x -> x.sum(1, -1))
          .put("sum of integers", x -> whole(x).sum(new int[] {2}, true))
          .put("mean", x -> x.mean(2, 3))
          .put("max", x -> x.max(1))
          .put("max of integers", x -> whole(x).max(new int[] {1}, true))
          .put("min", x -> x.min(new int[] {2, 3}, true))
          .put("var", x -> x.var(2, 3))
          .put("std", x -> x.std(1))
          .put("argmax", x -> x.argmax(1))
          .put("argmin", x -> x.argmin(-1))
          .put("norm", x -> x.norm(2, 1))
          .put("norm 0", x -> x.relu().norm(0, 1, 2))
          .put("norm 1", x -> x.norm(1, new int[] {2}, true))
          .put("norm 3", x -> x.relu().norm(3, 1, 2))
          .put("norm of the largest", x -> x.norm(Double.POSITIVE_INFINITY, 1))
          .put("logsumexp", x -> x.logsumexp(1, 2))
          .put("cumsum", x -> x.cumsum(2))
          .put("cumsum of integers", x -> whole(x).cumsum(-1))
          .put("outer", x -> x.reshape(-1).outer(Tensor.arange(3).to(x.dataType())))
          .put("reshape", x -> x.reshape(x.size(0), 12, 12).reshape(-1, 6))
          .put("reshape by twice the batch", x -> x.reshape(2 * x.size(0), 2, 36))
          .put("reshape of sizes that follow the batch", x -> x.flatten(0).plus(x.reshape(-1)))
          .put("flatten", x -> x.flatten(2))
          .put("permute", x -> x.permute(2, 0, -1, 1))
          .put("transpose", x -> x.transpose(1, -1))
          .put("unsqueeze", x -> x.unsqueeze(-1))
          .put("squeeze", x -> x.slice(1, 0, 1).squeeze(1))
          .put("slice", x -> x.slice(-1, 1, 4))
          .put("slice of all items", x -> x.slice(0, 0, x.size(0)))
          .put("select", x -> x.select(2, -2))
          .put("split", x -> x.split(2, 1).get(1).plus(x.split(new long[] {1, 3}, 1).get(0)))
          .put("chunk", x -> x.chunk(2, 3).get(1))
          .put("flip", x -> x.flip(1, 3))
          .put("roll", x -> x.roll(2, 1, 2))
          .put("pad", x -> x.pad(1, 2, 0, 1).pad(0.5, new int[] {-1, 1}))
          .put("pad REFLECT", x -> x.pad(PadMode.REFLECT, new int[] {1, 2}))
          .put("tril", x -> x.tril(1))
          .put("triu", x -> x.triu(-1))
          .put("gather", x -> x.gather(3, x.argsort(3, false).slice(3, 0, 2)))
          .put("scatterAdd", x -> x.scatterAdd(3, x.argsort(3, true).slice(3, 0, 2), x.neg()))
          .put("indexSelect", x -> x.indexSelect(1, Tensor.of(3L, 0L, 3L)))
          .put("sort", x -> x.sort(1, true).values())
          .put("sort of integers", x -> whole(x).sort(-1, false).values())
          .put("argsort", x -> x.argsort(2, false))
          .put("argsort of equal ones", x -> x.gt(0).to(x.dataType()).argsort(3, true))
          .put("topk", x -> x.topk(2, 3, false).values())
          .put("matmul", x -> x.matmul(x.transpose(2, 3)))
          .put(
              "matmul with a matrix",
              x -> x.matmul(Tensor.arange(12).reshape(6, 2).to(x.dataType())))
          .put("matmul with a vector", x -> x.matmul(Tensor.arange(6).to(x.dataType())))
          .put("matmul that broadcasts", x -> x.matmul(x.select(1, 0).unsqueeze(1)))
          .put("linear", x -> x.linear(Tensor.arange(12).reshape(2, 6).to(x.dataType()), null))
          .put(
              "linear of a computed weight",
              x -> x.linear(x.sum(0, 1), x.sum(0, 1, 2)).sum(1, 2, 3))
          .put("linear of integers", x -> whole(x).linear(Tensor.arange(12).reshape(2, 6), null))
          .put("scaledDotProductAttention", x -> x.scaledDotProductAttention(x.neg(), x.relu()))
          .put(
              "scaledDotProductAttention causal",
              x -> x.scaledDotProductAttention(x, x, x.times(2.0), 0, true))
          .put(
              "embedding",
              x -> x.argmax(1).embedding(Tensor.arange(12).reshape(4, 3).to(x.dataType())))
          .put(
              "embedding with padding",
              x -> x.argmax(1).embedding(Tensor.arange(12).reshape(4, 3).to(x.dataType()), 1))
          .put("standardize", x -> x.standardize(1e-5, 1, 1, 2))
          .put(
              "batchNorm",
              x -> x.batchNorm(ones(x, 4), ones(x, 4), ones(x, 4), ones(x, 4).times(3.0), 1e-5))
          .put("layerNorm", x -> x.layerNorm(new long[] {6, 6}, null, null, 1e-5))
          .put(
              "layerNorm with weight",
              x -> x.layerNorm(new long[] {6}, ones(x, 6).times(3.0), null, 1e-3))
          .put("rmsNorm", x -> x.rmsNorm(new long[] {6}, null, 1e-5))
          .put("groupNorm", x -> x.groupNorm(2, null, null, 1e-5))
          .put("instanceNorm", x -> x.instanceNorm(ones(x, 4).times(2.0), ones(x, 4), 1e-5))
          .put("conv2d", x -> x.conv2d(weight(x, 3, 4, 3, 3), null, 1, 1))
          .put("conv2dRelu", x -> x.conv2dRelu(weight(x, 3, 4, 3, 3), null, 2, 1))
          .put("convTranspose2d", x -> x.convTranspose2d(weight(x, 4, 3, 2, 2), null, 2, 0, 1))
          .put("maxPool2d", x -> x.maxPool2d(2, 2, 0))
          .put(
              "maxPool2d of sides",
              x -> x.maxPool2d(new int[] {3, 2}, new int[] {1, 2}, new int[] {1, 0}))
          .put(
              "maxPool2d with ceil",
              x -> x.maxPool2d(new int[] {3, 4}, new int[] {2, 3}, new int[] {1, 0}, true))
          .put("avgPool2d", x -> x.avgPool2d(3, 1, 1))
          .put("avgPool2d with ceil", x -> x.avgPool2d(3, 2, 1, true))
          .put("adaptiveAvgPool2d", x -> x.adaptiveAvgPool2d(4, 3))
          .put("upsampleNearest", x -> x.upsampleNearest(2))
          .put("upsampleBilinear", x -> x.upsampleBilinear(2))
          .put("conv1d", x -> x.flatten(2).conv1d(weight(x, 3, 4, 3), null, 2, 1, 1, 1))
          .put("conv1dRelu", x -> x.flatten(2).conv1dRelu(weight(x, 3, 4, 3), null, 2, 1, 1, 1))
          .put("maxPool1d", x -> x.flatten(2).maxPool1d(3, 2, 1))
          .put("maxPool1d with ceil", x -> x.flatten(2).maxPool1d(3, 2, 0, true))
          .put("avgPool1d", x -> x.flatten(2).avgPool1d(3, 2, 1))
          .put("avgPool1d with ceil", x -> x.flatten(2).avgPool1d(5, 3, 1, true))
          .put("adaptiveAvgPool1d", x -> x.flatten(2).adaptiveAvgPool1d(5))
          .put("cdist", x -> x.cdist(x.slice(2, 0, 4), 2))
          .put("where", x -> Tensor.where(x.gt(0), x, Tensor.scalar(3).to(x.dataType())))
          .put("stack", x -> Tensor.stack(1, x, x.neg()))
          .put("einsum", x -> Tensor.einsum("bchw,bdhw->bcd", x, x))
          .put(
              "concat",
              x -> Tensor.concat(2, x, x.neg(), Tensor.zeros(x.size(0), 4, 1, 6).to(x.dataType())))
          .buildOrThrow();

  /** What a forward pass has no use for: random numbers, losses, and what hands values out. */
  private static final Set<String> OTHERS =
      Set.of(
          "dropout",
          "dropoutChannels",
          "multinomial",
          "crossEntropy",
          "mse",
          "distribution",
          "constant");

  /** What makes tensors, and does not compute with them. */
  private static final Set<String> FACTORIES =
      Set.of(
          "wrap",
          "of",
          "scalar",
          "zeros",
          "ones",
          "full",
          "zerosLike",
          "onesLike",
          "fullLike",
          "randLike",
          "randnLike",
          "rand",
          "randn",
          "randint",
          "bernoulli",
          "arange",
          "linspace",
          "eye",
          "grad",
          "lendGrad",
          "update",
          "requiresGrad");

  @TempDir Path folder;

  private static Tensor whole(Tensor x) {
    return x.times(3.0).to(DataType.INT64);
  }

  private static Tensor ones(Tensor x, long... shape) {
    return Tensor.ones(shape).to(x.dataType());
  }

  private static Tensor weight(Tensor x, long... shape) {
    long count = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    return Tensor.linspace(-1, 1, (int) count).reshape(shape).to(x.dataType());
  }

  static Set<String> functions() {
    return FUNCTIONS.keySet();
  }

  @ParameterizedTest
  @MethodSource("functions")
  void computesTheSame(String name) {
    // GIVEN
    Seed.set(4);
    Lambda model = new Lambda(name, FUNCTIONS.get(name));
    Path file = folder.resolve("function.onnx");
    // WHEN
    Onnx.export(model, Tensor.randn(2, 4, 6, 6), file);
    // THEN
    try (Exported exported = new Exported(file)) {
      exported.checkAgainst(model, Tensor.randn(2, 4, 6, 6));
      exported.checkAgainst(model, Tensor.randn(7, 4, 6, 6));
      exported.checkAgainst(model, Tensor.randn(1, 4, 6, 6));
    }
  }

  @Test
  void noFunctionIsMissing() {
    Set<String> known =
        FUNCTIONS.keySet().stream()
            .map(name -> name.replaceAll(" .*", ""))
            .collect(Collectors.toSet());
    assertThat(Tensor.class.getMethods())
        .filteredOn(method -> Modifier.isPublic(method.getModifiers()))
        .filteredOn(method -> method.getReturnType() == Tensor.class)
        .extracting(Method::getName)
        .filteredOn(name -> !OTHERS.contains(name) && !FACTORIES.contains(name))
        .isSubsetOf(known);
  }
}
