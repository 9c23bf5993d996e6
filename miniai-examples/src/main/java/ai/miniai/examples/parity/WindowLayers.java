package ai.miniai.examples.parity;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.nn.AdaptiveAvgPool2d;
import ai.miniai.nn.AvgPool2d;
import ai.miniai.nn.Conv1d;
import ai.miniai.nn.Conv2d;
import ai.miniai.nn.ConvBuilder;
import ai.miniai.nn.ConvTranspose2d;
import ai.miniai.nn.MaxPool1d;
import ai.miniai.nn.MaxPool2d;
import ai.miniai.nn.Module;
import ai.miniai.nn.Upsample;
import ai.miniai.tensor.PadMode;
import com.google.common.collect.ImmutableMap;

/** Makes layers that move a window over images or sequences, of PyTorch's arguments. */
final class WindowLayers {
  static final ImmutableMap<String, Arguments.Maker<Module>> MAKERS =
      ImmutableMap.<String, Arguments.Maker<Module>>builder()
          .put("Conv1d", WindowLayers::conv1d)
          .put("Conv2d", WindowLayers::conv2d)
          .put("ConvTranspose2d", WindowLayers::convTranspose2d)
          .put("MaxPool1d", WindowLayers::maxPool1d)
          .put("MaxPool2d", WindowLayers::maxPool2d)
          .put("AvgPool2d", WindowLayers::avgPool2d)
          .put("AdaptiveAvgPool2d", WindowLayers::adaptiveAvgPool2d)
          .put("Upsample", WindowLayers::upsample)
          .buildOrThrow();

  private static final ImmutableMap<String, PadMode> PADDING_MODES =
      ImmutableMap.of(
          "zeros", PadMode.CONSTANT,
          "reflect", PadMode.REFLECT,
          "replicate", PadMode.REPLICATE,
          "circular", PadMode.CIRCULAR);

  private static final ImmutableMap<String, Upsample.Mode> UPSAMPLE_MODES =
      ImmutableMap.of("nearest", Upsample.Mode.NEAREST, "bilinear", Upsample.Mode.BILINEAR);

  private WindowLayers() {}

  private static Module conv1d(Arguments arguments) {
    return convolution(
        Conv1d.builder(
            arguments.integer("in_channels"),
            arguments.integer("out_channels"),
            arguments.square("kernel_size")),
        arguments);
  }

  private static Module conv2d(Arguments arguments) {
    return convolution(
        Conv2d.builder(
            arguments.integer("in_channels"),
            arguments.integer("out_channels"),
            arguments.integers("kernel_size")),
        arguments);
  }

  private static Module convolution(ConvBuilder<? extends Module> builder, Arguments arguments) {
    builder
        .stride(arguments.integers("stride", 1))
        .dilation(arguments.integers("dilation", 1))
        .groups(arguments.integer("groups", 1))
        .paddingMode(arguments.choice("padding_mode", "zeros", PADDING_MODES))
        .bias(arguments.flag("bias", true));
    if (arguments.isText("padding")) {
      boolean same =
          arguments.choice("padding", "valid", ImmutableMap.of("same", true, "valid", false));
      return same ? builder.paddingSame().build() : builder.build();
    }
    return builder.padding(arguments.integers("padding", 0)).build();
  }

  private static Module convTranspose2d(Arguments arguments) {
    arguments.only("groups", 1);
    arguments.only("padding_mode", "zeros");
    int dilation = arguments.square("dilation", 1);
    checkArgument(dilation == 1, "only dilation = 1 can be computed, not %s", dilation);
    return new ConvTranspose2d(
        arguments.integer("in_channels"),
        arguments.integer("out_channels"),
        arguments.square("kernel_size"),
        arguments.square("stride", 1),
        arguments.square("padding", 0),
        arguments.square("output_padding", 0),
        arguments.flag("bias", true));
  }

  private static Module maxPool1d(Arguments arguments) {
    checkMaxPool(arguments);
    int size = arguments.square("kernel_size");
    return new MaxPool1d(size, arguments.square("stride", size), arguments.square("padding", 0));
  }

  private static Module maxPool2d(Arguments arguments) {
    checkMaxPool(arguments);
    int[] size = arguments.integers("kernel_size");
    return new MaxPool2d(
        size, arguments.integers("stride", size), arguments.integers("padding", 0));
  }

  private static void checkMaxPool(Arguments arguments) {
    int dilation = arguments.square("dilation", 1);
    checkArgument(dilation == 1, "only dilation = 1 can be computed, not %s", dilation);
    arguments.only("return_indices", false);
    arguments.only("ceil_mode", false);
  }

  private static Module avgPool2d(Arguments arguments) {
    int size = arguments.square("kernel_size");
    arguments.only("count_include_pad", true);
    arguments.none("divisor_override");
    return new AvgPool2d(
        size,
        arguments.square("stride", size),
        arguments.square("padding", 0),
        arguments.flag("ceil_mode", false));
  }

  private static Module adaptiveAvgPool2d(Arguments arguments) {
    int[] size = arguments.integers("output_size");
    return size.length == 2
        ? new AdaptiveAvgPool2d(size[0], size[1])
        : new AdaptiveAvgPool2d(arguments.square("output_size"));
  }

  private static Module upsample(Arguments arguments) {
    arguments.none("size");
    arguments.only("align_corners", false);
    arguments.none("recompute_scale_factor");
    return new Upsample(
        arguments.square("scale_factor"), arguments.choice("mode", "nearest", UPSAMPLE_MODES));
  }
}
