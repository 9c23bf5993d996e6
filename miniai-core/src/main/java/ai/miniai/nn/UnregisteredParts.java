package ai.miniai.nn;

import ai.miniai.tensor.Tensor;
import com.google.common.collect.Sets;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds modules and parameters that are stored in fields of a model's modules but not registered
 * with any of them. They would not be trained, saved or switched to evaluation mode.
 *
 * <p>It inspects the fields of a module's class and of its superclasses below {@link Module},
 * including collections, maps, arrays, optionals and records, and what the function of a {@link
 * Lambda} has captured. It skips fields that it may not read, transient fields, and values captured
 * by other lambdas: whoever calls a module in a lambda does so on purpose.
 */
final class UnregisteredParts {
  /** Deep enough for a collection of collections of modules. */
  private static final int DEPTH = 4;

  private final Set<Object> known = Sets.newIdentityHashSet();

  /**
   * {@code root}: the module that is called. The parts registered with its ancestors are known too.
   */
  private UnregisteredParts(Module root) {
    root.withAncestors()
        .forEach(
            module -> {
              known.addAll(module.modules());
              known.addAll(module.parameters().values());
              known.addAll(module.buffers().values());
            });
  }

  /**
   * Checks {@code root} and all its descendants.
   *
   * @throws ModuleException if there is an unregistered part; the message names it, its field and
   *     its module
   */
  static void check(Module root) {
    UnregisteredParts parts = new UnregisteredParts(root);
    for (Module module : root.modules()) {
      parts.checkFields(module, root);
    }
  }

  private void checkFields(Module module, Module root) {
    if (module instanceof Lambda lambda) {
      checkCaptured(lambda, root);
    }
    for (Field field : Fields.of(module, Module.class)) {
      Object stray = isLookedAt(field) ? stray(Fields.read(field, module), DEPTH) : null;
      if (stray != null) {
        throw new ModuleException(module, new IllegalStateException(message(field, stray)))
            .seenFrom(root);
      }
    }
  }

  /** A function has what it captured in its fields. */
  private void checkCaptured(Lambda lambda, Module root) {
    Object stray = strayIn(lambda.function(), DEPTH);
    if (stray != null) {
      throw new ModuleException(
              lambda,
              new IllegalStateException(
                  "its function uses "
                      + describe(stray)
                      + ", which is no part of the model: it would not be trained or saved. Write a"
                      + " subclass of Module instead, and register it there"))
          .seenFrom(root);
    }
  }

  /** Excludes the reference of an inner class to its outer object. */
  private static boolean isLookedAt(Field field) {
    return !Modifier.isTransient(field.getModifiers()) && !Fields.isOuter(field);
  }

  private static String message(Field field, Object stray) {
    String name = Fields.name(field);
    String how = stray instanceof Module ? "child" : "parameter";
    return "its field "
        + name
        + " holds "
        + describe(stray)
        + ", which is no "
        + how
        + " of the model: it would not be trained or saved. Register it with "
        + how
        + "(\""
        + name
        + "\", …) (several modules may have the same one), or make the field transient if it is to"
        + " stay apart";
  }

  private static String describe(Object stray) {
    return stray instanceof Module module ? module.summary() : "a tensor with a gradient";
  }

  /** The first unregistered part in {@code value}; null if there is none. */
  private @Nullable Object stray(@Nullable Object value, int depth) {
    if (value == null || depth == 0 || known.contains(value)) {
      return null;
    }
    if (value instanceof Module) {
      return value;
    }
    if (value instanceof Tensor tensor) {
      return tensor.isLeaf() && tensor.requiresGrad() ? tensor : null;
    }
    if (value instanceof Optional<?> optional) {
      return stray(optional.orElse(null), depth);
    }
    if (value instanceof Map<?, ?> map) {
      return strayAmong(map.values(), depth - 1);
    }
    if (value instanceof Collection<?> collection) {
      return strayAmong(collection, depth - 1);
    }
    if (value instanceof Object[] array) {
      return strayAmong(Arrays.asList(array), depth - 1);
    }
    return value instanceof Record ? strayIn(value, depth - 1) : null;
  }

  private @Nullable Object strayAmong(Collection<?> values, int depth) {
    try {
      for (Object value : values) {
        Object stray = stray(value, depth);
        if (stray != null) {
          return stray;
        }
      }
    } catch (RuntimeException unreadable) { // for example a view whose source no longer exists
      return null;
    }
    return null;
  }

  private @Nullable Object strayIn(Object value, int depth) {
    for (Field field : Fields.of(value, Record.class)) {
      Object stray = isLookedAt(field) ? stray(Fields.read(field, value), depth) : null;
      if (stray != null) {
        return stray;
      }
    }
    return null;
  }
}
