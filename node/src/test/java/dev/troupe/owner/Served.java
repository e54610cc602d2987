package dev.troupe.owner;

import dev.troupe.protocol.AnswerMemory;
import dev.troupe.protocol.PartitionProtocol.Request;
import dev.troupe.protocol.Reply;
import dev.troupe.replication.state.PartitionState;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A state that is owned without copies: sessions and execution, as an {@link Owner} puts them together. */
public final class Served {
    private final Sessions<String> sessions = new Sessions<>();
    private final OperationExecutor execution;

    public Served(int partition, PartitionState state, long nowMillis) {
        this(partition, state, AnswerMemory.unbounded(), nowMillis);
    }

    public Served(int partition, PartitionState state, AnswerMemory answers, long nowMillis) {
        this.execution = new OperationExecutor(partition, state, answers, nowMillis);
    }

    public OperationExecutor execution() {
        return execution;
    }

    public void admit(long gateway) {
        sessions.admit(gateway, gateway, "gateway " + gateway, 0);
    }

    public void dismiss(long gateway, long nowMillis) {
        sessions.dismiss(gateway);
        execution.dismiss(gateway, nowMillis);
    }

    void dismissStrangers(long nowMillis) {
        execution.dismissStrangers(sessions::knows, nowMillis);
    }

    /** The answer to a request, or nothing if nobody waits for one any more. */
    public Optional<Reply> handle(Request request, long nowMillis) {
        if (!sessions.takes(request, execution.receipts(), nowMillis)) {
            return Optional.empty();
        }
        @Nullable Reply first = sessions.firstAnswer(request, execution.receipts());
        return Optional.of(first == null ? execute(request, nowMillis) : first);
    }

    public Reply execute(Request request, long nowMillis) {
        return sessions.answered(request, execution.execute(request, nowMillis), execution.receipts());
    }

    Reply refuse(Request request, Reply refusal) {
        return sessions.answered(request, refusal, execution.receipts());
    }

    int sweep(long nowMillis, int budget) {
        return execution.sweep(nowMillis, budget);
    }
}
