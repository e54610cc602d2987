package dev.troupe.owner;

import dev.troupe.protocol.Operation;

/** Does nothing whatever the operation is; to be overridden for those that matter. */
class QuietVisitor implements Operation.Visitor<Boolean> {
    @Override
    public Boolean get(Operation.Get operation) {
        return false;
    }

    @Override
    public Boolean peek(Operation.Peek operation) {
        return false;
    }

    @Override
    public Boolean put(Operation.Put operation) {
        return false;
    }

    @Override
    public Boolean remove(Operation.Remove operation) {
        return false;
    }

    @Override
    public Boolean touch(Operation.Touch operation) {
        return false;
    }

    @Override
    public Boolean increment(Operation.Increment operation) {
        return false;
    }

    @Override
    public Boolean clear(Operation.Clear operation) {
        return false;
    }

    @Override
    public Boolean keys(Operation.Keys operation) {
        return false;
    }

    @Override
    public Boolean lease(Operation.Lease operation) {
        return false;
    }

    @Override
    public Boolean fill(Operation.Fill operation) {
        return false;
    }

    @Override
    public Boolean release(Operation.Release operation) {
        return false;
    }
}
