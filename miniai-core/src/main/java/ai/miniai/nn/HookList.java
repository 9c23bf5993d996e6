package ai.miniai.nn;

import static com.google.common.base.Preconditions.checkNotNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The hooks of one kind on one module, called in the order in which they were added. */
final class HookList<H> implements Iterable<H> {
  /** Makes each registration unique, so that a hook added twice is called twice. */
  private record Entry<H>(H hook, Object identity) {}

  private final List<Entry<H>> entries = new CopyOnWriteArrayList<>();

  HookHandle add(H hook) {
    Entry<H> entry = new Entry<>(checkNotNull(hook, "the hook is null"), new Object());
    entries.add(entry);
    return () -> entries.remove(entry);
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /** The hooks of this moment, without those that are closed before their turn comes. */
  Iterable<H> current() {
    List<Entry<H>> now = ImmutableList.copyOf(entries);
    return Iterables.transform(Iterables.filter(now, entries::contains), Entry::hook);
  }

  @Override
  public Iterator<H> iterator() {
    return current().iterator();
  }
}
