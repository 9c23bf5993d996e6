package ai.miniai.nn;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The hooks of one kind on one module, called in the order in which they were added. */
final class HookList<H> {
  /** Makes each registration unique, so that a hook added twice is called twice. */
  private record Entry<H>(H hook, Object identity) {}

  private final List<Entry<H>> entries = new CopyOnWriteArrayList<>();

  HookHandle add(H hook) {
    Entry<H> entry = new Entry<>(hook, new Object());
    entries.add(entry);
    return () -> entries.remove(entry);
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  void forEach(Consumer<H> call) {
    for (Entry<H> entry : entries) {
      // A hook may have closed a later one since the iteration began.
      if (entries.contains(entry)) {
        call.accept(entry.hook());
      }
    }
  }
}
