package ai.miniai.nn;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkNotNull;
import static com.google.common.base.Preconditions.checkState;

import ai.miniai.tensor.Tensor;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.nd4j.linalg.exception.ND4JException;

/**
 * The base class of networks and layers, as PyTorch's {@code nn.Module}. A subclass registers its
 * parts with {@link #child}, {@link #parameter} and {@link #buffer}, and overrides {@code forward}.
 *
 * <pre>{@code
 * final class Residual extends Module {
 *   private final Module body;
 *   Residual(Module body) { this.body = child("body", body); }
 *   @Override protected Tensor forward(Tensor x) { return body.call(x).plus(x); }
 * }
 * }</pre>
 *
 * <p>Call it with {@link #call}, which runs the hooks too. Names and semantics are PyTorch's.
 *
 * <p>A module in a field (or in a collection, array or map in a field) that is not registered as a
 * child would not be trained, saved or switched to evaluation mode. The same is true of a tensor
 * that requires a gradient and is not registered as a parameter. The first call looks for these,
 * and fails if it finds one. Mark a field {@code transient} to exclude it, for example a teacher
 * model that is trained separately.
 */
public abstract non-sealed class Module extends HookedModule implements Cloneable {
  private Map<String, Module> children = new LinkedHashMap<>();
  private Map<String, Tensor> parameters = new LinkedHashMap<>();
  private Map<String, Tensor> buffers = new LinkedHashMap<>();
  private List<WeakReference<Module>> parents = new ArrayList<>();
  private boolean training = true;
  private boolean inspected;

  // ---------------------------------------------------------------- for subclasses

  /** The forward pass of a module with one input and one output. */
  protected Tensor forward(Tensor input) {
    throw new IllegalStateException(
        getClass().getName()
            + " overrides none of forward(Tensor), forward(Tensor...) and forwardAll(Tensor...)");
  }

  /** The forward pass of a module with any number of inputs and one output. */
  protected Tensor forward(Tensor... inputs) {
    return forward(onlyOne(inputs));
  }

  /** The forward pass of a module with any number of inputs and of outputs. */
  protected Outputs forwardAll(Tensor... inputs) {
    Tensor output = forward(inputs);
    checkState(output != null, "forward returned null");
    return Outputs.of(output);
  }

  /** Registers {@code module} as a child under {@code name}, and returns it. */
  protected final <M extends Module> M child(String name, M module) {
    checkName(name);
    checkNotNull(module, "the child %s is null", name);
    checkArgument(
        module.findPath(this).isEmpty(),
        "the child %s is, or contains, the module that it would be a part of",
        name);
    adopt(name, module);
    return module;
  }

  private void adopt(String name, Module module) {
    children.put(name, module);
    module.parents.add(new WeakReference<>(this));
  }

  /**
   * Registers {@code value} as a parameter under {@code name}, lets it require a gradient, and
   * returns it.
   */
  protected final Tensor parameter(String name, Tensor value) {
    checkName(name);
    parameters.put(name, value.requiresGrad(true));
    return value;
  }

  /**
   * Registers {@code value} as a buffer under {@code name}, and returns it. A buffer is a part of
   * the state that is not trained, such as a running mean. Change it in place only.
   */
  protected final Tensor buffer(String name, Tensor value) {
    checkName(name);
    checkArgument(!value.requiresGrad(), "the buffer %s may not require a gradient", name);
    buffers.put(name, value);
    return value;
  }

  /** The text in parentheses in {@link #toString}, such as the sizes of a layer. */
  protected String details() {
    return "";
  }

  private void checkName(String name) {
    checkArgument(
        !name.isEmpty() && !name.contains("."),
        "a name may not be empty or contain a dot: \"%s\"",
        name);
    checkArgument(
        !children.containsKey(name) && !parameters.containsKey(name) && !buffers.containsKey(name),
        "%s has a part named %s already",
        typeName(),
        name);
  }

  // ---------------------------------------------------------------- running

  /**
   * Runs the forward pass and the hooks, and returns the output.
   *
   * @throws ModuleException if the forward pass fails, for instance because of a wrong shape; the
   *     message contains the path of the module. Also if a field holds a module or a parameter that
   *     is not registered, or if there are several outputs
   */
  public final Tensor call(Tensor... inputs) {
    Outputs outputs = callAll(inputs);
    return outputs.size() == 1 ? outputs.get(0) : guarded(() -> single(outputs), inputs);
  }

  private static Tensor single(Outputs outputs) {
    throw new IllegalStateException(
        "it has several outputs: use callAll, and get one of " + outputs.named().keySet());
  }

  /**
   * Runs the forward pass and the hooks, and returns all outputs.
   *
   * @throws ModuleException as {@link #call}
   */
  public final Outputs callAll(Tensor... inputs) {
    return inspected ? run(inputs) : firstCall(inputs);
  }

  private Outputs run(Tensor... inputs) {
    return guarded(() -> runHooked(this::checkedForward, inputs), inputs);
  }

  /**
   * Also looks for unregistered parts, both before and after the forward pass, which may create
   * some.
   */
  private Outputs firstCall(Tensor... inputs) {
    UnregisteredParts.check(this);
    children.values().forEach(child -> child.modules().forEach(part -> part.inspected = true));
    Outputs outputs = run(inputs);
    UnregisteredParts.check(this);
    inspected = true;
    return outputs;
  }

  /** This module and all modules that contain it, directly or indirectly. */
  final Set<Module> withAncestors() {
    Set<Module> found = new LinkedHashSet<>();
    collectAncestors(found);
    return found;
  }

  private void collectAncestors(Set<Module> found) {
    if (found.add(this)) {
      for (WeakReference<Module> parent : parents) {
        Module present = parent.get();
        if (present != null) {
          present.collectAncestors(found);
        }
      }
    }
  }

  /**
   * As {@link #callAll}, in a row of modules of which {@code following} come after this one. A
   * module that can compute the next one in the same operation takes it from there.
   */
  Outputs callBefore(ListIterator<Module> following, Tensor x) {
    return callAll(x);
  }

  /**
   * Runs {@code pass} on {@code inputs}; exceptions are wrapped so that their message names this
   * module.
   */
  final <T> T guarded(Supplier<T> pass, Tensor... inputs) {
    try {
      return pass.get();
    } catch (ModuleException inside) {
      throw inside.seenFrom(this);
    } catch (IllegalArgumentException | IllegalStateException | ND4JException failure) {
      throw new ModuleException(this, failure);
    } catch (IndexOutOfBoundsException bare) { // such as inputs[1] of one input
      throw new ModuleException(this, bare, ImmutableList.copyOf(inputs));
    }
  }

  /** The input of a module that takes one. */
  final Tensor onlyOne(Tensor... inputs) {
    checkArgument(
        inputs.length == 1,
        "%s takes one input, not %s; a module that takes more overrides forward(Tensor...)",
        typeName(),
        inputs.length);
    return inputs[0];
  }

  private Outputs checkedForward(Tensor... inputs) {
    Outputs outputs = forwardAll(inputs);
    checkState(outputs != null, "forwardAll returned null");
    return outputs;
  }

  // ---------------------------------------------------------------- parts

  /** The direct children by name, in order of registration. */
  public final Map<String, Module> namedChildren() {
    return Collections.unmodifiableMap(children);
  }

  /** The direct children, in order of registration. */
  public final List<Module> children() {
    return ImmutableList.copyOf(children.values());
  }

  /**
   * This module, under the empty name, and all its descendants by dotted path, parents first. A
   * module that is used in several places is listed once, under its first path.
   */
  public final Map<String, Module> namedModules() {
    Map<String, Module> found = new LinkedHashMap<>();
    collect("", found, Collections.newSetFromMap(new IdentityHashMap<>()));
    return found;
  }

  private void collect(String path, Map<String, Module> found, Set<Module> seen) {
    if (seen.add(this)) {
      found.put(path, this);
      children.forEach((name, child) -> child.collect(join(path, name), found, seen));
    }
  }

  /**
   * The descendant at a dotted path, such as {@code "encoder.0"}; this module if it is empty.
   *
   * @throws IllegalArgumentException if there is none; the message says which children are there
   */
  public final Module getSubmodule(String path) {
    Module found = this;
    for (String name : path.isEmpty() ? List.<String>of() : Splitter.on('.').split(path)) {
      Module child = found.children.get(name);
      if (child == null) {
        throw new IllegalArgumentException(
            "there is no module \"%s\" in this %s: %s has the children %s"
                .formatted(path, summary(), found.summary(), found.children.keySet()));
      }
      found = child;
    }
    return found;
  }

  /** This module and all its descendants, parents first, each once. */
  public final List<Module> modules() {
    return ImmutableList.copyOf(namedModules().values());
  }

  /**
   * The dotted path of {@code module} relative to this one; empty for this module itself.
   *
   * @throws IllegalArgumentException if it is not part of this module
   */
  public final String pathOf(Module module) {
    return findPath(module)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    module.summary() + " is no part of this " + summary() + ":\n" + this));
  }

  /** Like {@link #pathOf}, or empty if {@code module} is not part of this one. */
  final Optional<String> findPath(Module module) {
    return namedModules().entrySet().stream()
        .filter(entry -> entry.getValue() == module)
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** All parameters by dotted path, each once. */
  public final Map<String, Tensor> parameters() {
    return named(module -> List.of(module.parameters));
  }

  /** All buffers by dotted path, each once. */
  public final Map<String, Tensor> buffers() {
    return named(module -> List.of(module.buffers));
  }

  /**
   * The tensors to be saved: for each module its parameters, then its buffers, then those of its
   * children. A tensor that is used in several places is listed under each of its paths, as in
   * PyTorch.
   */
  private Map<String, Tensor> state() {
    ImmutableMap.Builder<String, Tensor> all = ImmutableMap.builder();
    collectState("", all);
    return all.buildOrThrow();
  }

  private void collectState(String path, ImmutableMap.Builder<String, Tensor> all) {
    parameters.forEach((name, value) -> all.put(join(path, name), value));
    buffers.forEach((name, value) -> all.put(join(path, name), value));
    children.forEach((name, child) -> child.collectState(join(path, name), all));
  }

  private Map<String, Tensor> named(Function<Module, List<Map<String, Tensor>>> kinds) {
    ImmutableMap.Builder<String, Tensor> all = ImmutableMap.builder();
    Set<Tensor> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Map.Entry<String, Module> part : namedModules().entrySet()) {
      for (Map<String, Tensor> tensors : kinds.apply(part.getValue())) {
        tensors.forEach(
            (name, value) -> {
              if (seen.add(value)) {
                all.put(join(part.getKey(), name), value);
              }
            });
      }
    }
    return all.buildOrThrow();
  }

  private static String join(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  /** Calls {@code function} once for every module, children before their parents. */
  public final void apply(Consumer<? super Module> function) {
    apply(function, Collections.newSetFromMap(new IdentityHashMap<>()));
  }

  private void apply(Consumer<? super Module> function, Set<Module> seen) {
    if (seen.add(this)) {
      children.values().forEach(child -> child.apply(function, seen));
      function.accept(this);
    }
  }

  // ---------------------------------------------------------------- state

  /** Whether the module is in training mode, which is the initial mode. */
  public final boolean training() {
    return training;
  }

  /** Sets the mode of this module and all its descendants: training or evaluation. */
  public final void train(boolean mode) {
    modules().forEach(module -> module.training = mode);
  }

  /** Sets training mode. */
  public final void train() {
    train(true);
  }

  /** Sets evaluation mode. */
  public final void eval() {
    train(false);
  }

  /** Excludes all parameters from training. */
  public final void freeze() {
    parameters().values().forEach(parameter -> parameter.requiresGrad(false));
  }

  /** Makes all parameters trainable again. */
  public final void unfreeze() {
    parameters().values().forEach(parameter -> parameter.requiresGrad(true));
  }

  /**
   * A copy of all parameters and buffers by dotted path. A tied parameter, which is used in several
   * places, is listed under each of its paths, so that PyTorch can load the result.
   */
  public final Map<String, Tensor> stateDict() {
    return StateDict.copy(state());
  }

  /**
   * Copies values into the parameters and buffers of the same names. For a tied parameter one of
   * its paths is enough, as in files of the safetensors library.
   *
   * @throws IllegalArgumentException if a name is missing or unknown, a shape differs, or a tied
   *     parameter has different values under its paths. The message lists all of these, and the
   *     model is not changed
   */
  public final void loadStateDict(Map<String, Tensor> state) {
    StateDict.load(state, state());
  }

  /**
   * Copies those values whose names are in both {@code state} and this model, and reports the other
   * names: PyTorch's {@code strict=False}. For names that differ by a prefix see {@link
   * StateDicts#renamed}.
   *
   * @throws IllegalArgumentException if a shape differs, or a tied parameter has different values
   *     under its paths. The message lists all of these, and the model is not changed
   */
  public final IncompatibleKeys loadMatching(Map<String, Tensor> state) {
    return StateDict.loadMatching(state, state());
  }

  // ---------------------------------------------------------------- copies

  /**
   * A copy of this model as it is now, for prediction: in evaluation mode, frozen, without hooks.
   * It shares no parameters and buffers with this model, which may go on training, and any number
   * of threads may call it at once. ({@code unfreeze()} and {@code train()} make it trainable.)
   *
   * <pre>{@code
   * Module snapshot = learn.model().copy();
   * try (MemoryScope scope = MemoryScope.open()) { // on any thread
   *   double[] scores = snapshot.call(x).toDoubles();
   * }
   * }</pre>
   *
   * <p>Parts of the model are found in fields, also inside collections, maps, arrays, optionals and
   * records. All else is shared with the copy.
   *
   * @throws ModuleException if another object in a field, such as a lambda, holds a part of the
   *     model; the message names the field
   */
  public final Module copy() {
    return ModuleCopy.of(this);
  }

  /** A clone without parts and hooks, whose fields still hold the parts of this module. */
  final Module bareClone() {
    try {
      Module clone = (Module) super.clone();
      clone.children = new LinkedHashMap<>();
      clone.parameters = new LinkedHashMap<>();
      clone.buffers = new LinkedHashMap<>();
      clone.parents = new ArrayList<>();
      clone.forgetHooks();
      return clone;
    } catch (CloneNotSupportedException never) {
      throw new AssertionError(never);
    }
  }

  /** Takes the copies of the parts of {@code original}. */
  final void takeParts(Module original, ModuleCopy copies) {
    original.children.forEach((name, child) -> adopt(name, copies.copyOf(child)));
    original.parameters.forEach((name, one) -> parameters.put(name, copies.copyOf(one)));
    original.buffers.forEach((name, one) -> buffers.put(name, copies.copyOf(one)));
  }

  /** The parameters and buffers of this module itself. */
  final Collection<Tensor> ownTensors() {
    return ImmutableList.<Tensor>builder()
        .addAll(parameters.values())
        .addAll(buffers.values())
        .build();
  }

  // ---------------------------------------------------------------- text

  /** The type and details in one line. */
  public final String summary() {
    return typeName() + "(" + details() + ")";
  }

  private String typeName() {
    return getClass().getSimpleName().isEmpty() ? getClass().getName() : getClass().getSimpleName();
  }

  /** The tree of modules, one per line, with names and details. */
  @Override
  public final String toString() {
    if (children.isEmpty()) {
      return summary();
    }
    StringBuilder text = new StringBuilder(typeName()).append('(').append(details()).append('\n');
    children.forEach(
        (name, child) ->
            text.append("  (")
                .append(name)
                .append("): ")
                .append(child.toString().replace("\n", "\n  "))
                .append('\n'));
    return text.append(')').toString();
  }
}
