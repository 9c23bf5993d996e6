package ai.miniai.kernels.onednn;

import com.google.common.cache.CacheBuilder;
import com.google.common.cache.CacheLoader;
import com.google.common.cache.LoadingCache;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A pool of objects that are expensive to create and that only one thread may use at a time. A
 * thread borrows an idle object for its key; if there is none, a new one is created. So threads
 * never wait for each other, and objects are not tied to a thread.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the objects
 */
final class Lending<K, V> {
  private final Function<K, V> maker;
  private final LoadingCache<K, ConcurrentLinkedDeque<V>> idle;

  /** Objects are kept for at most {@code most} keys. The least recently used keys are evicted. */
  Lending(int most, Function<K, V> maker) {
    this.maker = maker;
    this.idle =
        CacheBuilder.newBuilder()
            .maximumSize(most)
            .build(CacheLoader.from(() -> new ConcurrentLinkedDeque<>()));
  }

  /** Runs {@code use} with an object for {@code key}. */
  void with(K key, Consumer<V> use) {
    ConcurrentLinkedDeque<V> things = idle.getUnchecked(key);
    @Nullable V found = things.pollFirst();
    V thing = found == null ? maker.apply(key) : found;
    use.accept(thing);
    things.addFirst(thing); // not returned after a failure, because its state is unknown then
  }
}
