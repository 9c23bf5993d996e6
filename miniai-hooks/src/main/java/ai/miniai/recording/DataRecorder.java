package ai.miniai.recording;

import ai.miniai.nn.StateDicts;
import ai.miniai.nn.Stateful;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Records what a batch is made of: inputs and targets. Those that are integers are left out. */
final class DataRecorder implements Stateful {
  private static final String INPUTS = "inputs";
  private static final String TARGETS = "targets";

  private final Part inputs = new Part(Quantity.INPUTS, "input");
  private final Part targets = new Part(Quantity.TARGETS, "target");

  /** The tensors of one kind; {@code name}: that of the only one. */
  private record Part(DistributionRecorder recorder, SafeRecorder safe, String name) {
    Part(Quantity quantity, String name) {
      this(new DistributionRecorder(quantity), name);
    }

    private Part(DistributionRecorder recorder, String name) {
      this(recorder, new SafeRecorder("RunRecorderCB", recorder), name);
    }

    void add(Place batch, List<Tensor> tensors) {
      safe.beginColumn(batch);
      for (int i = 0; i < tensors.size(); i++) {
        if (SafeRecorder.isFit(tensors.get(i))) {
          safe.add("(" + name + (tensors.size() == 1 ? ")" : " " + i + ")"), tensors.get(i));
        }
      }
    }

    void load(Map<String, Tensor> state) {
      safe.begin(ImmutableList.of());
      if (!state.isEmpty()) { // older states have no targets
        recorder.loadStateDict(state);
      }
    }

    void combine(Map<String, Tensor> share) {
      if (!share.isEmpty()) {
        recorder.combineItems(share);
      }
    }
  }

  /** Starts anew; {@code perPass}: the number of training batches in an epoch. */
  void begin(int perPass) {
    for (Part part : ImmutableList.of(inputs, targets)) {
      part.safe().begin(ImmutableList.of());
      part.recorder().batchesPerPass(perPass);
    }
  }

  void add(Place batch, List<Tensor> given, List<Tensor> wanted) {
    inputs.add(batch, given);
    targets.add(batch, wanted);
  }

  /** A recording for each kind of which there was anything to record. */
  List<Recording> recordings() {
    return Stream.of(inputs, targets)
        .map(Part::recorder)
        .filter(recorder -> !recorder.layers().isEmpty())
        .map(DistributionRecorder::recording)
        .toList();
  }

  /** Adds the state dict of a recorder of other items of the same batches. */
  void combineItems(Map<String, Tensor> share) {
    inputs.combine(StateDicts.under(INPUTS, share));
    targets.combine(StateDicts.under(TARGETS, share));
  }

  @Override
  public Map<String, Tensor> stateDict() {
    return ImmutableMap.<String, Tensor>builder()
        .putAll(StateDicts.prefixed(INPUTS, inputs.recorder().stateDict()))
        .putAll(StateDicts.prefixed(TARGETS, targets.recorder().stateDict()))
        .buildOrThrow();
  }

  @Override
  public void loadStateDict(Map<String, Tensor> state) {
    inputs.load(StateDicts.under(INPUTS, state));
    targets.load(StateDicts.under(TARGETS, state));
  }
}
