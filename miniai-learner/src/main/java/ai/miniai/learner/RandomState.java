package ai.miniai.learner;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.data.DataLoaders;
import ai.miniai.nn.StateDicts;
import ai.miniai.random.Generator;
import ai.miniai.random.Seed;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableIntArray;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apiguardian.api.API;

/**
 * The state of all random number generators that a fit uses, to save and to restore.
 *
 * @param seed of the default generators
 * @param loaders of the loaders' own generators
 */
@API(status = API.Status.INTERNAL)
public record RandomState(Seed.State seed, List<Generator.State> loaders) {
  private static final String ND4J = "nd4j";
  private static final String DEFAULT = "default";
  private static final String LOADER = "loader";

  /** Keeps a copy of the list. */
  public RandomState {
    loaders = List.copyOf(loaders);
  }

  /** The state now. */
  public static RandomState take(DataLoaders dls) {
    return new RandomState(Seed.state(), generators(dls).stream().map(Generator::state).toList());
  }

  /**
   * Sets all generators back to this state.
   *
   * @throws IllegalArgumentException if the loaders have another number of own generators
   */
  public void restore(DataLoaders dls) {
    List<Generator> own = generators(dls);
    checkArgument(
        own.size() == loaders.size(),
        "the loaders have %s generators of their own, but the checkpoint has the state of %s",
        own.size(),
        loaders.size());
    for (int i = 0; i < own.size(); i++) {
      own.get(i).restore(loaders.get(i));
    }
    Seed.restore(seed);
  }

  private static List<Generator> generators(DataLoaders dls) {
    return Stream.of(dls.train().generator(), dls.valid().generator())
        .flatMap(Optional::stream)
        .toList();
  }

  /** This state as tensors, for a checkpoint. */
  public Map<String, Tensor> stateDict() {
    ImmutableMap.Builder<String, Tensor> state = ImmutableMap.builder();
    state.put(ND4J, Tensor.of(seed.nd4jRoot(), seed.nd4jNode()));
    put(state, DEFAULT, seed.generator());
    for (int i = 0; i < loaders.size(); i++) {
      put(state, LOADER + i, loaders.get(i));
    }
    return state.buildOrThrow();
  }

  /**
   * The state from {@link #stateDict}.
   *
   * @throws IllegalArgumentException if tensors are missing or of the wrong length
   */
  public static RandomState of(Map<String, Tensor> state) {
    ImmutableList.Builder<Generator.State> loaders = ImmutableList.builder();
    for (int i = 0; state.containsKey(LOADER + i); i++) {
      loaders.add(generator(state, LOADER + i));
    }
    long[] nd4j = StateDicts.longs(state, ND4J, 2);
    return new RandomState(
        new Seed.State(generator(state, DEFAULT), nd4j[0], nd4j[1]), loaders.build());
  }

  /** One tensor of the seed, the number of used words and the words; one of the spare normal. */
  private static void put(
      ImmutableMap.Builder<String, Tensor> state, String name, Generator.State generator) {
    LongStream words = generator.words().stream().asLongStream();
    state.put(
        name,
        Tensor.of(
            LongStream.concat(LongStream.of(generator.seed(), generator.used()), words).toArray()));
    OptionalDouble spare = generator.spareNormal();
    if (spare.isPresent()) {
      state.put(name + "_spare", StateDicts.tensor(spare.getAsDouble()));
    }
  }

  private static Generator.State generator(Map<String, Tensor> state, String name) {
    long[] all = StateDicts.longs(state, name, 2);
    int[] words = Arrays.stream(all, 2, all.length).mapToInt(word -> (int) word).toArray();
    String spare = name + "_spare";
    return new Generator.State(
        all[0],
        ImmutableIntArray.copyOf(words),
        (int) all[1],
        state.containsKey(spare)
            ? OptionalDouble.of(StateDicts.values(state, spare, 1)[0])
            : OptionalDouble.empty());
  }
}
