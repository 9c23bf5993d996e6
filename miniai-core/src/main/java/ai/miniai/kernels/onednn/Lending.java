package ai.miniai.kernels.onednn;

import com.google.common.cache.CacheBuilder;
import com.google.common.cache.CacheLoader;
import com.google.common.cache.LoadingCache;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Things that are costly to make, and that one thread may use at a time. A thread borrows one that
 * was made for its key, and is idle; if there is none, one more is made. So threads never wait for
 * each other, and what they use belongs to none of them.
 *
 * @param <K> what things are made for
 * @param <V> the things
 */
final class Lending<K, V> {
  private final Function<K, V> maker;
  private final LoadingCache<K, ConcurrentLinkedDeque<V>> idle;

  /** {@code most}: for so many keys things are kept; those not used for longest give way. */
  Lending(int most, Function<K, V> maker) {
    this.maker = maker;
    this.idle =
        CacheBuilder.newBuilder()
            .maximumSize(most)
            .build(CacheLoader.from(() -> new ConcurrentLinkedDeque<>()));
  }

  /** Runs {@code use} with a thing for {@code key}. */
  void with(K key, Consumer<V> use) {
    ConcurrentLinkedDeque<V> things = idle.getUnchecked(key);
    @Nullable V found = things.pollFirst();
    V thing = found == null ? maker.apply(key) : found;
    use.accept(thing);
    things.addFirst(thing); // not if it failed: nobody knows what state it is in
  }
}
