package ai.miniai.init;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

import ai.miniai.hooks.AppendStats;
import ai.miniai.hooks.Hook;
import ai.miniai.hooks.Hooks;
import ai.miniai.nn.Dropout;
import ai.miniai.nn.ModelState;
import ai.miniai.nn.Module;
import ai.miniai.recording.Distribution;
import ai.miniai.tensor.Autograd;
import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.Lists;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Layer-sequential unit variance: initialises weights so that the output of each layer has mean 0
 * and standard deviation 1 for a batch of real inputs, whatever the activation function. Layer by
 * layer, in the order in which they run, the mean of the output is subtracted from the bias and the
 * weight is divided by the standard deviation, until both are within 10⁻³ of 0 and 1. For a layer
 * without bias only the standard deviation is adjusted.
 *
 * <pre>{@code
 * try (Batches batches = dls.train().iterate()) {
 *   lsuvInit(model, batches.next().x());
 * }
 * }</pre>
 *
 * <p>The model runs in training mode, but without {@link Dropout}, whose randomness would prevent
 * convergence. Afterwards modes and running statistics are restored; if the initialisation fails,
 * the weights too.
 *
 * <p>Source: Mishkin and Matas, All You Need Is a Good Init, 2015, in the course's form.
 */
public final class Lsuv {
  private static final double TOLERANCE = 1e-3;
  private static final int MOST_CHANGES = 100;

  private final Module model;
  private final Tensor batch;

  private Lsuv(Module model, Tensor batch) {
    this.model = model;
    this.batch = batch;
  }

  /**
   * Initialises all linear and convolutional layers whose output goes directly into an activation
   * module.
   *
   * @throws IllegalArgumentException if there are none
   * @throws IllegalStateException if the output of a layer is dead or does not converge; the
   *     message says which
   */
  public static void lsuvInit(Module model, Tensor batch) {
    Lsuv lsuv = new Lsuv(model, batch);
    lsuv.initialize(
        () -> {
          List<LsuvPair> pairs = LsuvPair.find(model, lsuv::forward);
          checkArgument(
              !pairs.isEmpty(),
              "no Linear, Conv1d, Conv2d or ConvTranspose2d hands its output directly to an activation"
                  + " module: name the pairs yourself, in\n%s",
              model);
          return pairs;
        });
  }

  /**
   * Initialises one layer, so that the output of {@code output} is normalised; both are parts of
   * {@code model}.
   */
  public static void lsuvInit(Module model, Module output, Module layer, Tensor batch) {
    lsuvInit(model, List.of(new LsuvPair(layer, output)), batch);
  }

  /**
   * Initialises these pairs of modules, all parts of {@code model}, in any order.
   *
   * @throws IllegalArgumentException if a module is not part of the model or does not run, or a
   *     layer has no weight
   * @throws IllegalStateException if the output of one is dead or does not converge; the message
   *     says which
   */
  public static void lsuvInit(Module model, List<LsuvPair> pairs, Tensor batch) {
    Lsuv lsuv = new Lsuv(model, batch);
    lsuv.initialize(() -> lsuv.inOrder(pairs));
  }

  private void initialize(Supplier<List<LsuvPair>> pairs) {
    try (ModelState before = new ModelState(model)) {
      model.train();
      model.modules().stream().filter(Dropout.class::isInstance).forEach(Module::eval);
      pairs.get().forEach(this::normalize);
      before.keepParameters();
    }
  }

  private void forward() {
    Autograd.noGrad(
        () -> {
          try (MemoryScope ignored = MemoryScope.open()) {
            model.call(batch);
          }
        });
  }

  /** The pairs in the order in which their outputs first run. */
  private List<LsuvPair> inOrder(List<LsuvPair> pairs) {
    List<Module> running = new ArrayList<>();
    try (Hooks ignored =
        new Hooks(
            Lists.transform(pairs, LsuvPair::output),
            (hook, module, inputs, output) -> running.add(module))) {
      forward();
    }
    for (LsuvPair pair : pairs) {
      checkArgument(
          running.contains(pair.output()),
          "%s does not run in a forward pass of the model",
          name(pair.output()));
    }
    return pairs.stream()
        .sorted(Comparator.comparing(pair -> running.indexOf(pair.output())))
        .toList();
  }

  private void normalize(LsuvPair pair) {
    Tensor weight = pair.layer().parameters().get("weight");
    Tensor bias = pair.layer().parameters().get("bias");
    checkArgument(weight != null, "%s has no weight to change", name(pair.layer()));
    try (Hook hook = new Hook(name(pair.output()), pair.output(), new AppendStats())) {
      for (int changes = 0; ; changes++) {
        forward();
        Distribution output = hook.stats().last();
        if (isNormal(output, bias)) {
          return;
        }
        checkState(
            changes < MOST_CHANGES && output.std() > 0 && Double.isFinite(output.std()),
            "after %s changes of %s, the output of %s has mean %s and deviation %s, and cannot be"
                + " brought to 0 and 1: is the activation never negative, as a ReLU, or the input"
                + " always the same?",
            changes,
            name(pair.layer()),
            hook.name(),
            output.mean(),
            output.std());
        if (bias != null) {
          bias.update(array -> array.subi(output.mean()));
        }
        weight.update(array -> array.divi(output.std()));
      }
    }
  }

  private static boolean isNormal(Distribution output, @Nullable Tensor bias) {
    return Math.abs(output.std() - 1) <= TOLERANCE
        && (bias == null || Math.abs(output.mean()) <= TOLERANCE);
  }

  private String name(Module module) {
    String path = model.pathOf(module);
    return path.isEmpty() ? module.summary() : path + ", " + module.summary();
  }
}
