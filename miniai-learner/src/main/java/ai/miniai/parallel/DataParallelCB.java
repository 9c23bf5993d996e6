package ai.miniai.parallel;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;
import static java.util.Objects.requireNonNull;

import ai.miniai.callback.Attribute;
import ai.miniai.callback.Callback;
import ai.miniai.callback.CancelException;
import ai.miniai.callback.FitTotals;
import ai.miniai.callback.PassTotals;
import ai.miniai.callback.Phase;
import ai.miniai.callback.Training;
import ai.miniai.learner.RandomState;
import ai.miniai.nn.StateDicts;
import ai.miniai.nn.norm.BatchNorm;
import ai.miniai.random.Generator;
import ai.miniai.random.Seed;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableMap;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes a learner one of the ranks of a data-parallel training. Each rank has the same model, data,
 * optimizer and callbacks, and a share of each batch ({@code ShardedLoader}).
 *
 * <ul>
 *   <li>Before the fit, all get the parameters and buffers of rank 0; before each pass, its random
 *       number generators and buffers. So all draw the same order of the items.
 *   <li>After the backward pass, or during it ({@link OverlapCB}), the gradients become their mean
 *       over the items of all ranks, so the loss must be a mean over the items. Callbacks of a
 *       higher order, such as clipping, see that mean.
 *   <li>At the end of a pass, the metrics of all ranks are put together, and all ranks compare
 *       their parameters, which must be the same bits.
 *   <li>At the end of the fit, rank 0 gets the recordings of all ranks ({@code FitTotals}).
 *   <li>If a callback cancels the epoch or the fit on one rank, all cancel it. A batch that is
 *       cancelled before its step counts nothing, and its rank steps with the others. If a rank
 *       fails, all fail.
 * </ul>
 *
 * <p>Batch normalisation takes the statistics of each rank's share, unless {@link
 * Replica#synchronised} says otherwise. The running statistics are those of rank 0. Dropout and
 * other random numbers in a batch are those of a single learner on rank 0, and differ between
 * ranks.
 *
 * <p>Source of the method: Goyal et al., Accurate, Large Minibatch SGD, 2017; PyTorch's {@code
 * DistributedDataParallel}.
 */
public final class DataParallelCB extends Callback {
  private static final String RANDOM = "random";
  private static final String BUFFERS = "buffers";

  private final AllReduce ranks;
  private final ExchangeCB exchange = new ExchangeCB(this);
  private @Nullable GradientExchange gradients;
  private long passSeed;
  private boolean inPass;
  private boolean inBatch;
  private boolean fitAgreed;

  /** {@code ranks}: the connection to the other ranks, for this fit and later ones. */
  public DataParallelCB(AllReduce ranks) {
    this.ranks = ranks;
  }

  /** The number of ranks that take part in a running fit; 1 without others. */
  public static int ranks(Training learn) {
    return learn.cbs().stream()
        .filter(DataParallelCB.class::isInstance)
        .mapToInt(callback -> ((DataParallelCB) callback).ranks.size())
        .findFirst()
        .orElse(1);
  }

  /** Before all others but {@code CheckpointCB}, which may skip a part of the fit. */
  @Override
  public int order() {
    return Integer.MIN_VALUE + 1;
  }

  @Override
  protected List<? extends Callback> companions() {
    return List.of(exchange);
  }

  @Override
  protected Optional<Class<? extends Callback>> onlyOne() {
    return Optional.of(DataParallelCB.class);
  }

  @Override
  protected void check(Training learn) {
    checkArgument(
        learn.rank() == ranks.rank(),
        "the learner is rank %s, but the connection that of rank %s: set Attribute.RANK before the"
            + " fit",
        learn.rank(),
        ranks.rank());
  }

  @Override
  public void beforeFit() {
    checkArgument(
        overlap().isEmpty() || Replica.batchNorms(model()).noneMatch(BatchNorm::isSynchronised),
        "an OverlapCB cannot work with synchronised batch normalisation, whose layers wait for"
            + " other ranks in the backward pass: leave out one of them");
    fitAgreed = false;
    inPass = false;
    inBatch = false;
    takeParameters();
    Map<String, Tensor> first =
        StateMessage.read(ranks.broadcast(ofRank0(() -> model().stateDict())));
    if (ranks.rank() > 0) {
      model().loadStateDict(first);
    }
  }

  /** Only rank 0's message is sent. */
  private byte[] ofRank0(Supplier<Map<String, Tensor>> state) {
    return ranks.rank() == 0 ? StateMessage.write(state.get()) : new byte[0];
  }

  // ---------------------------------------------------------------- passes

  @Override
  public void beforeEpoch() {
    conclude(Agreement.of(ranks, Signal.GOES_ON));
    inPass = true;
    takeParameters(); // some may have been frozen since
    Map<String, Tensor> shared =
        StateMessage.read(
            ranks.broadcast(
                ofRank0(
                    () ->
                        ImmutableMap.<String, Tensor>builder()
                            .putAll(
                                StateDicts.prefixed(
                                    RANDOM, RandomState.take(learn().dls()).stateDict()))
                            .putAll(StateDicts.prefixed(BUFFERS, model().buffers()))
                            .buildOrThrow())));
    RandomState random = RandomState.of(StateDicts.under(RANDOM, shared));
    passSeed = firstNumber(random.seed().generator());
    if (ranks.rank() > 0) {
      random.restore(learn().dls());
      Map<String, Tensor> buffers = model().buffers();
      StateDicts.under(BUFFERS, shared)
          .forEach(
              (name, value) ->
                  requireNonNull(buffers.get(name)).update(own -> own.assign(value.array())));
    }
  }

  private static long firstNumber(Generator.State state) {
    Generator copy = new Generator(0);
    copy.restore(state);
    return copy.nextInt63();
  }

  /**
   * Rank 0 goes on with its random numbers. Those of others are a function of what rank 0's
   * checkpoint holds, so that a fit that is resumed in a pass draws them again.
   */
  @Override
  public void beforeBatch() {
    inBatch = training();
    if (ranks.rank() > 0) {
      Seed.setHere(passSeed + 1_000_003L * learn().iteration() + ranks.rank());
    }
  }

  @Override
  public void afterLoss() {
    if (training()) {
      gradients().begin(batch().size());
    }
  }

  /** Before callbacks that use the metrics of the pass. */
  @Override
  public void afterEpoch() {
    Agreement all = agreeInPass(Signal.ENDS);
    conclude(all);
    for (Callback callback : learn().cbs()) {
      if (callback instanceof PassTotals sums) {
        sums.total(
            ranks.gather(StateMessage.write(sums.share())).stream()
                .map(StateMessage::read)
                .toList());
      }
    }
    if (training()) {
      compareParameters();
    }
  }

  private void compareParameters() {
    String own = Fingerprint.of(model());
    List<byte[]> all = ranks.gather(own.getBytes(StandardCharsets.US_ASCII));
    String first = new String(all.get(0), StandardCharsets.US_ASCII);
    for (int rank = 1; rank < all.size(); rank++) {
      String theirs = new String(all.get(rank), StandardCharsets.US_ASCII);
      checkState(
          theirs.equals(first),
          "the parameters of rank %s differ from those of rank 0 after epoch %s (%s, %s): a"
              + " callback or the optimizer does something else there",
          rank,
          epoch(),
          theirs,
          first);
    }
  }

  /** If the pass was cancelled here, the others learn it in their next exchange. */
  @Override
  public void cleanupEpoch() {
    Optional<CancelException> cancelled = cancelled();
    if (inPass && cancelled.isPresent()) {
      Agreement all = agreeInPass(Signal.of(cancelled.get()));
      if (all.endsTheFit()) {
        conclude(all);
      }
    }
    inPass = false;
  }

  // ---------------------------------------------------------------- the end of a fit

  @Override
  public void afterFit() {
    conclude(Agreement.of(ranks, Signal.ENDS));
    fitAgreed = true;
  }

  @Override
  public void cleanupFit() {
    Optional<Throwable> ending = learn().ending();
    Optional<CancelException> cancelled = cancelled();
    if (cancelled.isPresent() && !fitAgreed) {
      fitAgreed = true;
      Agreement.of(ranks, Signal.of(cancelled.get()));
    } else if (ending.isPresent() && cancelled.isEmpty()) {
      ranks.abort(String.valueOf(ending.get().getMessage()));
    }
    if (fitAgreed) {
      addRecords();
    }
    closeExchange();
  }

  private void addRecords() {
    for (Callback callback : learn().cbs()) {
      if (callback instanceof FitTotals records) {
        byte[] own = ranks.rank() == 0 ? new byte[0] : StateMessage.write(records.share());
        List<byte[]> all = ranks.gather(own);
        if (ranks.rank() == 0) {
          all.stream().skip(1).map(StateMessage::read).forEach(records::add);
        }
      }
    }
  }

  private Optional<CancelException> cancelled() {
    return learn()
        .ending()
        .filter(CancelException.class::isInstance)
        .map(CancelException.class::cast);
  }

  // ---------------------------------------------------------------- exchanges

  /** Throws what follows for all ranks. */
  private void conclude(Agreement all) {
    fitAgreed |= all.endsTheFit();
    all.cancelled()
        .ifPresent(
            signal -> {
              inPass = false;
              throw signal;
            });
    all.checkTogether();
  }

  /** Others may be in a training step, so that its message is what they wait for. */
  private Agreement agreeInPass(Signal own) {
    inPass = false;
    if (training()) {
      gradients().exchange(0, true);
    }
    Agreement all = Agreement.of(ranks, own);
    fitAgreed |= all.endsTheFit();
    return all;
  }

  private void takeParameters() {
    closeExchange();
    List<Tensor> trained =
        model().parameters().values().stream().filter(Tensor::requiresGrad).toList();
    Optional<OverlapCB> overlap = overlap();
    gradients =
        overlap.isPresent() && ranks.size() > 1
            ? new GradientBuckets(ranks, trained, overlap.get())
            : new GradientSum(ranks, trained);
  }

  private Optional<OverlapCB> overlap() {
    return learn().cbs().stream()
        .filter(OverlapCB.class::isInstance)
        .map(OverlapCB.class::cast)
        .findFirst();
  }

  private void closeExchange() {
    if (gradients != null) {
      gradients.close();
      gradients = null;
    }
  }

  private GradientExchange gradients() {
    GradientExchange sum = gradients;
    checkState(sum != null, "no fit is running");
    return sum;
  }

  /**
   * The exchange of a training batch.
   *
   * @param items of this rank's batch; 0 if it was cancelled
   * @return whether there are gradients to step with
   */
  boolean exchange(int items) {
    inBatch = false;
    GradientExchange.Sum sum = gradients().exchange(items, false);
    if (sum.signalled()) {
      conclude(Agreement.of(ranks, Signal.GOES_ON));
    }
    learn().set(Attribute.ITEMS, Math.toIntExact(sum.items()));
    return sum.items() > 0;
  }

  /** Whether this batch has begun and not been exchanged. */
  boolean owesExchange() {
    return inBatch && inPass;
  }

  /** No batch is left whose gradients are those of all ranks. */
  void endBatch() {
    inBatch = false;
    learn().set(Attribute.ITEMS, 0);
  }

  /** Whether the batch alone was cancelled. */
  boolean batchWasCancelled() {
    return cancelled().filter(signal -> signal.phase() == Phase.BATCH).isPresent();
  }
}
