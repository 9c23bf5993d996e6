package ai.miniai.callback.tracker;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.callback.Callback;
import ai.miniai.callback.Training;
import ai.miniai.io.Safetensors;
import ai.miniai.learner.RandomState;
import ai.miniai.nn.StateDicts;
import ai.miniai.nn.Stateful;
import ai.miniai.optim.Optimizer;
import ai.miniai.optim.ParameterGroup;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.HashMultiset;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Multiset;
import com.google.common.primitives.Ints;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * All that is needed to resume a fit: weights, gradients (which some learners keep from batch to
 * batch), optimizer, callbacks and random number generators.
 *
 * @param position where to resume
 * @param state all tensors: "model.0.weight", "optimizer.0.weight.exp_avg" and so on
 * @param passBegan the random number generators at the start of the pass, to draw its batches again
 * @param now the random number generators at the position
 */
record Checkpoint(
    Position position, Map<String, Tensor> state, RandomState passBegan, RandomState now) {
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

  static Checkpoint take(Training learn, Position position, RandomState passBegan) {
    ImmutableMap.Builder<String, Tensor> state = ImmutableMap.builder();
    state.putAll(modelAndOptimizer(learn));
    stateful(learn)
        .forEach((name, callback) -> state.putAll(StateDicts.prefixed(name, callback.stateDict())));
    return new Checkpoint(position, state.buildOrThrow(), passBegan, RandomState.take(learn.dls()));
  }

  private static ImmutableMap<String, Tensor> modelAndOptimizer(Training learn) {
    ImmutableMap.Builder<String, Tensor> state = ImmutableMap.builder();
    state.putAll(StateDicts.prefixed(MODEL, learn.model().stateDict()));
    learn
        .model()
        .parameters()
        .forEach(
            (name, parameter) -> {
              Tensor gradient = parameter.lendGrad();
              if (gradient != null && parameter.requiresGrad()) {
                state.put(GRADIENT + "." + name, gradient.detach());
              }
            });
    state.putAll(StateDicts.prefixed(OPTIMIZER, learn.opt().stateDict()));
    int number = 0;
    for (ParameterGroup group : learn.opt().groups()) {
      state.put(
          GROUP + "." + number++,
          StateDicts.tensor(group.lr(), group.momentum(), group.weightDecay()));
    }
    return state.buildOrThrow();
  }

  /**
   * Restores this state.
   *
   * @throws IllegalArgumentException if it does not fit; model and optimizer are then unchanged
   */
  void restore(Training learn) {
    Checkpoint before =
        new Checkpoint(
            position, modelAndOptimizer(learn), passBegan, RandomState.take(learn.dls()));
    try {
      put(learn);
    } catch (RuntimeException doesNotFit) {
      try {
        before.put(learn);
      } catch (RuntimeException alsoNot) {
        doesNotFit.addSuppressed(alsoNot);
      }
      throw doesNotFit;
    }
  }

  private void put(Training learn) {
    learn.model().loadStateDict(StateDicts.under(MODEL, state));
    restoreOptimizer(learn.opt());
    Map<String, Tensor> parameters = learn.model().parameters();
    parameters.values().forEach(Tensor::zeroGrad);
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
              Map<String, Tensor> own = StateDicts.under(name, state);
              if (!own.isEmpty()) { // a callback without saved state starts anew
                callback.loadStateDict(own);
              }
            });
    now.restore(learn.dls());
  }

  private void restoreOptimizer(Optimizer optimizer) {
    Map<String, Tensor> groups = StateDicts.under(GROUP, state);
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

  /** The callbacks with a state: by their class, and a number if there are several of it. */
  private static Map<String, Stateful> stateful(Training learn) {
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
    Map<String, Tensor> tensors =
        ImmutableMap.<String, Tensor>builder()
            .putAll(state)
            .putAll(StateDicts.prefixed(PASS_BEGAN, passBegan.stateDict()))
            .putAll(StateDicts.prefixed(NOW, now.stateDict()))
            .buildOrThrow();
    Map<String, String> metadata =
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

  /**
   * Reads a file.
   *
   * @throws UncheckedIOException if it cannot be read or is damaged
   * @throws IllegalArgumentException if it is no checkpoint, or one of another version
   */
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
    try {
      return new Checkpoint(
          new Position(
              count(metadata, "epoch"),
              Boolean.parseBoolean(metadata.get("training")),
              count(metadata, "batch")),
          read.tensors(),
          RandomState.of(StateDicts.under(PASS_BEGAN, read.tensors())),
          RandomState.of(StateDicts.under(NOW, read.tensors())));
    } catch (IllegalArgumentException damaged) {
      throw new IllegalArgumentException(
          file + " is no checkpoint that can be read: " + damaged.getMessage(), damaged);
    }
  }

  private static int count(Map<String, String> metadata, String name) {
    String text = metadata.getOrDefault(name, "");
    Integer count = Ints.tryParse(text);
    checkArgument(
        count != null && count >= 0,
        "expected a number from 0 on as \"%s\" in its metadata, got \"%s\"",
        name,
        text);
    return count;
  }
}
