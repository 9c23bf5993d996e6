package ai.miniai.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.callback.Callback;
import ai.miniai.callback.CancelBatchException;
import ai.miniai.callback.training.GradientAccumulationCB;
import ai.miniai.data.DataLoader;
import ai.miniai.data.DataLoaders;
import ai.miniai.learner.Learner;
import ai.miniai.learner.MomentumLearner;
import ai.miniai.learner.Toy;
import ai.miniai.learner.TrainLearner;
import ai.miniai.loss.Losses;
import ai.miniai.nn.Linear;
import ai.miniai.nn.Module;
import ai.miniai.nn.Sequential;
import ai.miniai.nn.norm.BatchNorm1d;
import ai.miniai.random.Seed;
import ai.miniai.tensor.Operation;
import ai.miniai.tensor.Tensor;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Gradients that are exchanged during the backward pass are the same bits as those after it. */
@Timeout(120)
class OverlapTest {
  /** A layer that runs twice, one that is frozen, and one that never runs. */
  private static final class Shared extends Module {
    private final Linear first = child("first", new Linear(3, 8));
    private final Linear hidden = child("hidden", new Linear(8, 8));
    private final Linear frozen = child("frozen", new Linear(8, 8));
    private final Linear last = child("last", new Linear(8, 3));
    private final Runnable inBackward;

    Shared(Runnable inBackward) {
      this.inBackward = inBackward;
      child("unused", new Linear(8, 8));
      frozen.parameters().values().forEach(one -> one.requiresGrad(false));
    }

    @Override
    protected Tensor forward(Tensor input) {
      Tensor x = new Middle(inBackward).apply(hidden.call(first.call(input).relu()).relu());
      return last.call(frozen.call(hidden.call(x)).relu());
    }
  }

  /** Does something in the backward pass, when the last layer's gradients are complete. */
  private static final class Middle extends Operation {
    private final Runnable then;

    Middle(Runnable then) {
      this.then = then;
    }

    @Override
    protected INDArray forward(INDArray... inputs) {
      return inputs[0].dup();
    }

    @Override
    protected void backward(INDArray gradient) {
      then.run();
      give(0, gradient);
    }
  }

  private static DataLoaders data(Replica replica) {
    return replica.shard(
        new DataLoaders(
            DataLoader.of(Toy.points(103, 1), 20).shuffle(true),
            DataLoader.of(Toy.points(20, 2), 10)));
  }

  private static Learner sgd(Replica replica, Runnable inBackward, Callback... callbacks) {
    return new TrainLearner(
        new Shared(inBackward), data(replica), Losses::crossEntropy, 0.1, callbacks);
  }

  private static OverlapCB buckets(int bytes) {
    return new OverlapCB().firstBucketBytes(bytes).bucketBytes(bytes);
  }

  /** The hash of the parameters, the same on all ranks. */
  private static String fit(int ranks, Function<Replica, Learner> factory) {
    Map<Integer, Learner> each = new ConcurrentHashMap<>();
    Seed.set(4);
    new DataParallel(ranks)
        .timeout(Duration.ofSeconds(20))
        .fit(
            3,
            replica -> {
              Learner one = factory.apply(replica);
              each.put(replica.rank(), one);
              return one;
            });
    List<String> prints =
        each.values().stream().map(one -> Fingerprint.of(one.model())).distinct().toList();
    assertThat(prints).hasSize(1);
    return prints.get(0);
  }

  private static void assertSameBits(
      int ranks, int bytes, BiFunction<Replica, Callback[], Learner> learner) {
    String plain = fit(ranks, replica -> learner.apply(replica, new Callback[0]));
    assertThat(fit(ranks, replica -> learner.apply(replica, new Callback[] {buckets(bytes)})))
        .isEqualTo(plain);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 1", "3, 100", "4, 1", "2, 1000000"})
  void bitsAreThoseOfOneExchange(int ranks, int bytes) {
    assertSameBits(ranks, bytes, (replica, more) -> sgd(replica, () -> {}, more));
  }

  @Test
  void momentumAndGatheredGradientsToo() {
    assertSameBits(
        3,
        1,
        (replica, more) ->
            new MomentumLearner(
                new Shared(() -> {}), data(replica), Losses::crossEntropy, 0.05, more));
    assertSameBits(
        3, 1, (replica, more) -> sgd(replica, () -> {}, with(more, new GradientAccumulationCB(2))));
  }

  private static Callback[] with(Callback[] some, Callback another) {
    List<Callback> all = new ArrayList<>(List.of(some));
    all.add(another);
    return all.toArray(new Callback[0]);
  }

  /** What has been sent is not what counts. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void gradientsThatChangeAfterTheyWereSentAreSentAgain(boolean byBackward) {
    assertSameBits(
        3,
        1,
        (replica, more) ->
            sgd(
                replica,
                () -> {},
                with(
                    more,
                    new Callback() {
                      @Override
                      public void afterBackward() {
                        if (replica.rank() == 1 && learn().iteration() == 2) {
                          for (Tensor one : model().parameters().values()) {
                            Tensor gradient = one.lendGrad();
                            if (gradient != null && byBackward) {
                              one.backward(Tensor.ones(one.shape()));
                            } else if (gradient != null) {
                              gradient.update(array -> array.muli(3));
                            }
                          }
                        }
                      }
                    })));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aBatchCancelledInTheMiddleOfTheBackwardPassCountsNothing(boolean onAll) {
    assertSameBits(
        3,
        1,
        (replica, more) -> {
          int[] passes = {0};
          return sgd(
              replica,
              () -> {
                if (passes[0]++ == 3 && (onAll || replica.rank() == 1)) {
                  throw new CancelBatchException("not this");
                }
              },
              more);
        });
  }

  @Test
  void aFailureInTheMiddleOfTheBackwardPassEndsAll() {
    assertThatThrownBy(
            () ->
                fit(
                    3,
                    replica ->
                        sgd(
                            replica,
                            () -> {
                              if (replica.rank() == 2) {
                                throw new IllegalStateException("out of paper");
                              }
                            },
                            buckets(1))))
        .hasMessageContaining("out of paper");
    assertThat(fit(2, replica -> sgd(replica, () -> {}, buckets(1)))).isNotEmpty();
  }

  /** From the second batch on, the backward pass of each rank waits until it has sent something. */
  @Test
  void bucketsAreSentBeforeTheBackwardPassEnds() {
    List<Links> links = ThreadLinks.connect(2, Duration.ofSeconds(20));
    List<Boolean> early = new ArrayList<>();
    new Thread(fitWaiting(links.get(1), new ArrayList<>())).start();
    fitWaiting(links.get(0), early).run();
    assertThat(early).isNotEmpty().doesNotContain(false);
  }

  private static Runnable fitWaiting(Links links, List<Boolean> early) {
    return () -> {
      Seed.setHere(4);
      SentWatch watched = new SentWatch(links);
      int[] batches = {0};
      try (AllReduce ranks = new AllReduce(watched)) {
        Replica replica = new Replica(ranks);
        Callback forget =
            new Callback() {
              @Override
              public void afterLoss() {
                watched.forget();
              }
            };
        replica.fit(
            sgd(
                replica,
                () -> {
                  if (batches[0]++ > 0) {
                    early.add(watched.waitForMessage());
                  }
                },
                buckets(1),
                forget),
            1);
      }
    };
  }

  /** Tells whether something has been sent. */
  private static final class SentWatch implements Links {
    private final Links links;
    private volatile CountDownLatch sent = new CountDownLatch(1);

    SentWatch(Links links) {
      this.links = links;
    }

    void forget() {
      sent = new CountDownLatch(1);
    }

    boolean waitForMessage() {
      try {
        return sent.await(20, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public int rank() {
      return links.rank();
    }

    @Override
    public int size() {
      return links.size();
    }

    @Override
    public void send(int to, ByteBuffer message) {
      links.send(to, message);
      sent.countDown();
    }

    @Override
    public ByteBuffer receive(int from) {
      return links.receive(from);
    }

    @Override
    public void abort(String reason) {
      links.abort(reason);
    }

    @Override
    public void close() {
      links.close();
    }
  }

  @Test
  void layersThatWaitInTheBackwardPassAreRefused() {
    assertThatThrownBy(
            () ->
                fit(
                    2,
                    replica ->
                        new TrainLearner(
                            replica.synchronised(
                                new Sequential(new Linear(3, 3), new BatchNorm1d(3))),
                            data(replica),
                            Losses::crossEntropy,
                            0.1,
                            new OverlapCB())))
        .hasMessageContaining("an OverlapCB cannot work with synchronised batch normalisation");
  }

  @Test
  void sizesAreChecked() {
    assertThatThrownBy(() -> new OverlapCB().bucketBytes(0))
        .hasMessageContaining("1 byte or more, got 0");
  }
}
