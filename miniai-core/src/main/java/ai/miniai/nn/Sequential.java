package ai.miniai.nn;

import static com.google.common.base.Preconditions.checkElementIndex;
import static com.google.common.base.Preconditions.checkPositionIndexes;

import ai.miniai.tensor.Tensor;
import java.util.Iterator;
import java.util.List;

/** Modules one after the other, named by their position: "0", "1", … */
public final class Sequential extends Module implements Iterable<Module> {
  public Sequential(Module... modules) {
    this(List.of(modules));
  }

  public Sequential(List<? extends Module> modules) {
    for (int i = 0; i < modules.size(); i++) {
      child(Integer.toString(i), modules.get(i));
    }
  }

  @Override
  protected Tensor forward(Tensor input) {
    Tensor x = input;
    for (Module module : namedChildren().values()) {
      x = module.call(x);
    }
    return x;
  }

  /** The number of modules. */
  public int size() {
    return namedChildren().size();
  }

  /** The module at {@code index}; negative ones count from the end. */
  public Module get(int index) {
    return children().get(checkElementIndex(index < 0 ? index + size() : index, size()));
  }

  /** The modules {@code from} (inclusive) to {@code to} (exclusive), shared, not copied. */
  public Sequential slice(int from, int to) {
    checkPositionIndexes(from, to, size());
    return new Sequential(children().subList(from, to));
  }

  @Override
  public Iterator<Module> iterator() {
    return children().iterator();
  }
}
