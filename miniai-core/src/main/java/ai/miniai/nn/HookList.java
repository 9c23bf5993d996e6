package ai.miniai.nn;

import static com.google.common.base.Preconditions.checkNotNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/** The hooks of one kind on one module, called in the order in which they were added. */
final class HookList<H> implements Iterable<H> {
  /** {@code identity} makes each registration unique: a hook added twice is called twice. */
  private record Entry<H>(H hook, BooleanSupplier watching, Object identity) {}

  private final List<Entry<H>> entries = new CopyOnWriteArrayList<>();

  HookHandle add(H hook, BooleanSupplier watching) {
    Entry<H> entry = new Entry<>(checkNotNull(hook, "the hook is null"), watching, new Object());
    entries.add(entry);
    return () -> entries.remove(entry);
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /** Whether at least one of the hooks is watching now. */
  boolean isWatching() {
    return entries.stream().anyMatch(entry -> entry.watching().getAsBoolean());
  }

  /** The hooks registered at this moment, except those that are removed before it is their turn. */
  Iterable<H> current() {
    List<Entry<H>> now = ImmutableList.copyOf(entries);
    return Iterables.transform(Iterables.filter(now, entries::contains), Entry::hook);
  }

  @Override
  public Iterator<H> iterator() {
    return current().iterator();
  }
}
