package ai.miniai.nn;

import static com.google.common.base.Preconditions.checkElementIndex;

import java.util.Iterator;
import java.util.List;

/**
 * A list of modules whose owner decides how to call them. Its members count as children, so their
 * parameters are found; itself it cannot be called.
 */
public final class ModuleList extends Module implements Iterable<Module> {
  public ModuleList(Module... modules) {
    this(List.of(modules));
  }

  public ModuleList(List<? extends Module> modules) {
    modules.forEach(this::append);
  }

  /** Adds a module at the end. */
  public void append(Module module) {
    child(Integer.toString(size()), module);
  }

  /** The number of modules. */
  public int size() {
    return namedChildren().size();
  }

  /** The module at {@code index}; negative ones count from the end. */
  public Module get(int index) {
    return children().get(checkElementIndex(index < 0 ? index + size() : index, size()));
  }

  @Override
  public Iterator<Module> iterator() {
    return children().iterator();
  }
}
