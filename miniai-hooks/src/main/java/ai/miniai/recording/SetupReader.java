package ai.miniai.recording;

import ai.miniai.setup.LayerInfo;
import ai.miniai.setup.LoopHabits;
import ai.miniai.setup.LossForm;
import ai.miniai.setup.LossInfo;
import ai.miniai.setup.OptimizerInfo;
import ai.miniai.setup.OutputInfo;
import ai.miniai.setup.RunSetup;
import ai.miniai.setup.TargetInfo;
import ai.miniai.setup.TargetKind;
import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableLongArray;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads a {@link RunSetup}. */
final class SetupReader {
  private final JsonInput in;
  private final List<LayerInfo> layers = new ArrayList<>();
  private Optional<LossInfo> loss = Optional.empty();
  private Optional<OptimizerInfo> optimizer = Optional.empty();
  private Optional<OutputInfo> outputs = Optional.empty();
  private Optional<TargetInfo> targets = Optional.empty();

  SetupReader(JsonInput in) {
    this.in = in;
  }

  /** The fields of an object that have been read so far, by name. */
  private final class Fields {
    private final Map<String, String> texts = new HashMap<>();
    private final Map<String, Double> numbers = new HashMap<>();
    private final Map<String, Long> counts = new HashMap<>();
    private final Map<String, Boolean> flags = new HashMap<>();
    private final Map<String, ImmutableLongArray> lists = new HashMap<>();
    private final Map<String, ImmutableList<String>> textLists = new HashMap<>();
    private final ImmutableMap.Builder<String, JsonInput.Part> parts = ImmutableMap.builder();

    private Fields texts(String... names) {
      return each(names, name -> texts.put(name, in.text()));
    }

    private Fields numbers(String... names) {
      return each(names, name -> numbers.put(name, in.number()));
    }

    private Fields counts(String... names) {
      return each(names, name -> counts.put(name, in.count()));
    }

    private Fields flags(String... names) {
      return each(names, name -> flags.put(name, in.bool()));
    }

    private Fields lists(String... names) {
      return each(names, name -> lists.put(name, in.counts()));
    }

    private Fields textLists(String... names) {
      return each(
          names,
          name -> {
            ImmutableList.Builder<String> all = ImmutableList.builder();
            in.array(() -> all.add(in.text()));
            textLists.put(name, all.build());
          });
    }

    private Fields each(String[] names, FieldPart part) {
      for (String name : names) {
        parts.put(name, () -> part.read(name));
      }
      return this;
    }

    private Fields read() throws IOException {
      in.object(parts.buildOrThrow());
      return this;
    }

    private String text(String name) {
      return texts.getOrDefault(name, "");
    }

    private double number(String name) {
      return numbers.getOrDefault(name, Double.NaN);
    }

    private double numberOrZero(String name) {
      return numbers.getOrDefault(name, 0.0);
    }

    private boolean flag(String name) {
      return flags.getOrDefault(name, false);
    }

    private ImmutableLongArray list(String name) {
      return lists.getOrDefault(name, ImmutableLongArray.of());
    }

    private ImmutableList<String> textList(String name) {
      return textLists.getOrDefault(name, ImmutableList.of());
    }

    private int smallCount(String name) {
      return (int) Math.min(Integer.MAX_VALUE, counts.getOrDefault(name, 0L));
    }
  }

  @FunctionalInterface
  private interface FieldPart {
    void read(String name) throws IOException;
  }

  RunSetup read() throws IOException {
    Fields all =
        new Fields()
            .texts("framework")
            .counts("batchSize", "batchesPerPass", "plannedBatches")
            .flags("keepsGradients", "validatesInTrainingMode");
    all.parts
        .put("layers", () -> in.array(this::readLayer))
        .put("loss", this::readLoss)
        .put("optimizer", this::readOptimizer)
        .put("outputs", this::readOutputs)
        .put("targets", this::readTargets);
    all.read();
    return new RunSetup(
        all.text("framework"),
        layers,
        loss,
        optimizer,
        outputs,
        targets,
        all.smallCount("batchSize"),
        all.smallCount("batchesPerPass"),
        all.smallCount("plannedBatches"),
        new LoopHabits(all.flag("keepsGradients"), all.flag("validatesInTrainingMode")));
  }

  private void readLayer() throws IOException {
    Fields layer = new Fields().texts("path", "type", "details").read();
    layers.add(new LayerInfo(layer.text("path"), layer.text("type"), layer.text("details")));
  }

  private void readLoss() throws IOException {
    String place = in.place();
    Fields read = new Fields().texts("name", "form").flags("summed").read();
    loss =
        Optional.of(
            new LossInfo(
                read.text("name"),
                constant(LossForm.values(), LossForm.UNKNOWN, read.text("form"), place + "/form"),
                read.flag("summed")));
  }

  private void readOptimizer() throws IOException {
    Fields read =
        new Fields()
            .texts("name")
            .numbers("lr", "momentum", "weightDecay")
            .textLists("frozen", "missing")
            .read();
    optimizer =
        Optional.of(
            new OptimizerInfo(
                read.text("name"),
                read.number("lr"),
                read.numberOrZero("momentum"),
                read.numberOrZero("weightDecay"),
                read.textList("frozen"),
                read.textList("missing")));
  }

  private void readOutputs() throws IOException {
    Fields read =
        new Fields().lists("shape").numbers("min", "max", "first").flags("sumToOne").read();
    outputs =
        Optional.of(
            new OutputInfo(
                read.list("shape"),
                read.number("min"),
                read.number("max"),
                read.flag("sumToOne"),
                read.number("first")));
  }

  private void readTargets() throws IOException {
    String place = in.place();
    Fields read =
        new Fields()
            .texts("kind")
            .lists("shape", "classCounts")
            .counts("items", "conflicts")
            .numbers("mean", "std", "min", "max", "repeats")
            .read();
    targets =
        Optional.of(
            new TargetInfo(
                constant(
                    TargetKind.values(), TargetKind.NUMBERS, read.text("kind"), place + "/kind"),
                read.list("shape"),
                read.counts.getOrDefault("items", 0L),
                read.number("mean"),
                read.number("std"),
                read.number("min"),
                read.number("max"),
                read.list("classCounts"),
                read.number("repeats"),
                read.counts.getOrDefault("conflicts", 0L)));
  }

  /** The constant with this name in lower case; {@code missing} for no name. */
  private <E extends Enum<E>> E constant(E[] all, E missing, String name, String place)
      throws IOException {
    if (name.isEmpty()) {
      return missing;
    }
    return Arrays.stream(all)
        .filter(constant -> Ascii.toLowerCase(constant.name()).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                in.wrongAt(
                    place,
                    "one of "
                        + Arrays.stream(all)
                            .map(constant -> Ascii.toLowerCase(constant.name()))
                            .collect(Collectors.joining(", ")),
                    name));
  }
}
