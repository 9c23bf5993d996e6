package ai.miniai.onnx;

import static com.google.common.collect.Iterables.concat;

import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.Longs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.nd4j.linalg.api.buffer.DataType;

/** Convolution, pooling and resampling of images and sequences. */
final class ImageTranslators {
  private static final int HEIGHT = 2;

  /** Padding of batch and channels. */
  private static final List<Long> ZEROS = List.of(0L, 0L);

  private ImageTranslators() {}

  static Map<String, Translator> all() {
    return ImmutableMap.<String, Translator>builder()
        .put("Convolution", ImageTranslators::convolution)
        .put("ConvTranspose", ImageTranslators::transposed)
        .put("MaxPool", (call, graph) -> pool(call, graph, "MaxPool").output())
        .put(
            "AveragePool",
            (call, graph) -> pool(call, graph, "AveragePool").with("count_include_pad", 1).output())
        .put("CeilAveragePool", ImageTranslators::ceilAveragePool)
        .put("AdaptiveAveragePool", ImageTranslators::adaptiveAveragePool)
        .put("UpsampleNearest", ImageTranslators::upsampleNearest)
        .put("UpsampleBilinear", ImageTranslators::upsampleBilinear)
        .buildOrThrow();
  }

  private static String convolution(Call call, Graph graph) {
    int sides = call.input(0).rank() - HEIGHT;
    String result =
        graph
            .node("Conv", call.inputs().stream().map(graph::name).toArray(String[]::new))
            .with("strides", call.sides("stride", sides))
            .with("pads", atBothEnds(call.sides("padding", sides)))
            .with("dilations", call.sides("dilation", sides))
            .with("group", call.number("groups"))
            .output();
    return call.is("relu") ? graph.node("Relu", result).output() : result;
  }

  private static List<Long> atBothEnds(List<Long> padding) {
    return Stream.concat(padding.stream(), padding.stream()).toList();
  }

  private static List<Long> square(long number) {
    return List.of(number, number);
  }

  private static String transposed(Call call, Graph graph) {
    return graph
        .node("ConvTranspose", call.inputs().stream().map(graph::name).toArray(String[]::new))
        .with("strides", square(call.number("stride")))
        .with("pads", atBothEnds(square(call.number("padding"))))
        .with("output_padding", square(call.number("output padding")))
        .output();
  }

  private static Node pool(Call call, Graph graph, String operator) {
    return graph
        .node(operator, graph.name(call.input(0)))
        .with("kernel_shape", call.numbers("size"))
        .with("strides", call.numbers("stride"))
        .with("pads", atBothEnds(call.numbers("padding")));
  }

  /**
   * The padding is made beforehand, because it counts for the mean, while what lies behind it does
   * not. ONNX has a last window that starts behind the image, which is cut off.
   */
  private static String ceilAveragePool(Call call, Graph graph) {
    DataType type = call.output().type();
    List<Long> padding = call.numbers("padding");
    String x = graph.name(call.input(0));
    if (padding.stream().anyMatch(side -> side > 0)) {
      long[] widths = Longs.toArray(ImmutableList.copyOf(concat(ZEROS, padding, ZEROS, padding)));
      x = graph.node("Pad", x, graph.whole(widths), graph.scalar(0, type)).output();
    }
    String means =
        graph
            .node("AveragePool", x)
            .with("kernel_shape", call.numbers("size"))
            .with("strides", call.numbers("stride"))
            .with("ceil_mode", 1)
            .output();
    long[] sides = LongStream.range(HEIGHT, HEIGHT + padding.size()).toArray();
    return graph
        .node(
            "Slice",
            means,
            graph.whole(new long[sides.length]),
            graph.whole(LongStream.of(sides).map(i -> call.output().fixed((int) i)).toArray()),
            graph.whole(sides))
        .output();
  }

  /** The mean of each part: first of the rows, then of the columns. */
  private static String adaptiveAveragePool(Call call, Graph graph) {
    String rows = parts(call, graph, graph.name(call.input(0)), HEIGHT, call.number("height"));
    return parts(call, graph, rows, HEIGHT + 1, call.number("width"));
  }

  /** The means of parts of {@code dim}, from ⌊i·length/count⌋ to ⌈(i+1)·length/count⌉. */
  private static String parts(Call call, Graph graph, String x, int dim, long count) {
    long length = call.input(0).fixed(dim);
    List<String> means = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      long from = i * length / count;
      long to = ((i + 1) * length + count - 1) / count;
      String part =
          graph.node("Slice", x, graph.whole(from), graph.whole(to), graph.whole(dim)).output();
      means.add(graph.node("ReduceMean", part).with("axes", List.of((long) dim)).output());
    }
    return graph.node("Concat", means.toArray(new String[0])).with("axis", dim).output();
  }

  private static String upsampleNearest(Call call, Graph graph) {
    return resized(call, graph)
        .with("mode", "nearest")
        .with("coordinate_transformation_mode", "asymmetric")
        .with("nearest_mode", "floor")
        .output();
  }

  private static String upsampleBilinear(Call call, Graph graph) {
    return resized(call, graph)
        .with("mode", "linear")
        .with("coordinate_transformation_mode", "half_pixel")
        .output();
  }

  private static Node resized(Call call, Graph graph) {
    float scale = call.number("scale");
    Tensor scales = Tensor.of(new float[] {1, 1, scale, scale}, 4).to(DataType.FLOAT);
    return graph.node("Resize", graph.name(call.input(0)), "", graph.constant(scales));
  }
}
