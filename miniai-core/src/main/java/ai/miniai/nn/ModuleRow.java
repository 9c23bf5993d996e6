package ai.miniai.nn;

import java.util.Iterator;
import java.util.List;

/** A list of modules, named by their position: "0", "1", … */
abstract sealed class ModuleRow extends Module implements Iterable<Module>
    permits Sequential, ModuleList {
  ModuleRow(List<? extends Module> modules) {
    modules.forEach(this::add);
  }

  final void add(Module module) {
    child(Integer.toString(size()), module);
  }

  /** The number of modules. */
  public final int size() {
    return namedChildren().size();
  }

  /** The module at {@code index}; negative indices count from the end. */
  public final Module get(int index) {
    int at = fromStart(index);
    check(at >= 0 && at < size(), "module " + index);
    return children().get(at);
  }

  final List<Module> range(int from, int to) {
    int first = fromStart(from);
    int end = fromStart(to);
    check(first >= 0 && first <= end && end <= size(), "slice from " + from + " to " + to);
    return children().subList(first, end);
  }

  private void check(boolean there, String what) {
    if (!there) {
      throw new IndexOutOfBoundsException(
          "there is no " + what + " among the " + size() + " of\n" + this);
    }
  }

  private int fromStart(int index) {
    return index < 0 ? index + size() : index;
  }

  @Override
  public final Iterator<Module> iterator() {
    return children().iterator();
  }
}
