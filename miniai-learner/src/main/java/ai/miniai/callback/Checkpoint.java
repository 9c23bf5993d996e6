package ai.miniai.callback;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.io.Safetensors;
import ai.miniai.learner.Learner;
import ai.miniai.optim.Optimizer;
import ai.miniai.optim.ParameterGroup;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.HashMultiset;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Multiset;
import java.nio.file.Path;
import java.util.Map;

/**
 * All that a fit needs to go on from a place in its loop: weights, gradients (which some learners
 * keep from batch to batch), optimizer, callbacks, and where the sources of chance stand.
 *
 * @param position what comes next
 * @param state everything as tensors: "model.0.weight", "optimizer.0.weight.exp_avg" and so on
 * @param passBegan where chance stood when the pass began, so that its batches can be drawn again
 * @param now where it stands at the position
 */
record Checkpoint(
    Position position, ImmutableMap<String, Tensor> state, RandomState passBegan, RandomState now) {
  private static final String FORMAT = "format";
  private static final String VERSION = "miniai checkpoint 1";
  private static final String MODEL = "model";
  private static final String GRADIENT = "gradient";
  private static final String OPTIMIZER = "optimizer";
  private static final String GROUP = "group";
  private static final String CALLBACK = "callback";
  private static final String PASS_BEGAN = "random_pass_began";
  private static final String NOW = "random_now";

  // ---------------------------------------------------------------- from and to a learner

  static Checkpoint take(Learner learn, Position position, RandomState passBegan) {
    ImmutableMap.Builder<String, Tensor> state = ImmutableMap.builder();
    state.putAll(StateDicts.prefixed(MODEL, learn.model().stateDict()));
    Gradients.of(learn)
        .forEach((name, gradient) -> state.put(GRADIENT + "." + name, gradient.detach()));
    state.putAll(StateDicts.prefixed(OPTIMIZER, learn.opt().stateDict()));
    int number = 0;
    for (ParameterGroup group : learn.opt().groups()) {
      state.put(
          GROUP + "." + number++,
          StateDicts.tensor(group.lr(), group.momentum(), group.weightDecay()));
    }
    stateful(learn)
        .forEach((name, callback) -> state.putAll(StateDicts.prefixed(name, callback.stateDict())));
    return new Checkpoint(position, state.buildOrThrow(), passBegan, RandomState.take(learn.dls()));
  }

  /** Puts everything back as it was. */
  void restore(Learner learn) {
    learn.model().loadStateDict(StateDicts.under(MODEL, state));
    restoreOptimizer(learn.opt());
    Gradients.clear(learn);
    Map<String, Tensor> parameters = learn.model().parameters();
    StateDicts.under(GRADIENT, state)
        .forEach(
            (name, gradient) -> {
              Tensor parameter = parameters.get(name);
              if (parameter != null) {
                parameter.backward(gradient);
              }
            });
    stateful(learn)
        .forEach(
            (name, callback) -> {
              ImmutableMap<String, Tensor> own = StateDicts.under(name, state);
              if (!own.isEmpty()) { // one that was not there before begins anew
                callback.loadStateDict(own);
              }
            });
    now.restore(learn.dls());
  }

  private void restoreOptimizer(Optimizer optimizer) {
    ImmutableMap<String, Tensor> groups = StateDicts.under(GROUP, state);
    checkArgument(
        groups.size() == optimizer.groups().size(),
        "the checkpoint has %s groups of parameters, the optimizer has %s",
        groups.size(),
        optimizer.groups().size());
    int number = 0;
    for (ParameterGroup group : optimizer.groups()) {
      double[] settings = StateDicts.values(groups, "" + number++, 3);
      group.lr(settings[0]).momentum(settings[1]).weightDecay(settings[2]);
    }
    optimizer.loadStateDict(StateDicts.under(OPTIMIZER, state));
  }

  /** The callbacks that remember something: by their class, and a number if there are several. */
  private static Map<String, Stateful> stateful(Learner learn) {
    Multiset<String> names = HashMultiset.create();
    ImmutableMap.Builder<String, Stateful> found = ImmutableMap.builder();
    for (Callback callback : learn.cbs()) {
      if (callback instanceof Stateful state) {
        String name = CALLBACK + "." + callback.name();
        names.add(name);
        found.put(names.count(name) == 1 ? name : name + "#" + names.count(name), state);
      }
    }
    return found.buildOrThrow();
  }

  // ---------------------------------------------------------------- from and to a file

  void write(Path file) {
    ImmutableMap<String, Tensor> tensors =
        ImmutableMap.<String, Tensor>builder()
            .putAll(state)
            .putAll(StateDicts.prefixed(PASS_BEGAN, passBegan.stateDict()))
            .putAll(StateDicts.prefixed(NOW, now.stateDict()))
            .buildOrThrow();
    ImmutableMap<String, String> metadata =
        ImmutableMap.of(
            FORMAT,
            VERSION,
            "epoch",
            "" + position.epoch(),
            "training",
            "" + position.training(),
            "batch",
            "" + position.batch());
    new Safetensors(tensors, metadata).write(file);
  }

  static Checkpoint read(Path file) {
    Safetensors read = Safetensors.read(file);
    Map<String, String> metadata = read.metadata();
    checkArgument(
        VERSION.equals(metadata.get(FORMAT)),
        "%s is no checkpoint of this version: expected %s \"%s\" in its metadata, got %s",
        file,
        FORMAT,
        VERSION,
        metadata);
    Position position =
        new Position(
            Integer.parseInt(metadata.getOrDefault("epoch", "")),
            Boolean.parseBoolean(metadata.get("training")),
            Integer.parseInt(metadata.getOrDefault("batch", "")));
    return new Checkpoint(
        position,
        read.tensors(),
        RandomState.of(StateDicts.under(PASS_BEGAN, read.tensors())),
        RandomState.of(StateDicts.under(NOW, read.tensors())));
  }
}
