package dev.troupe.cluster.membership;

import dev.troupe.members.NodeId;
import org.apache.pekko.actor.DeadLetterSuppression;

/**
 * What two nodes say to each other; the only messages of this package that cross nodes. One that arrives
 * before its {@link NodeFacts} has started is no news: it is repeated.
 */
sealed interface Greeting extends NodeFacts.Command, DeadLetterSuppression {
    /** Who says it. */
    NodeId from();

    /** What it says about itself. */
    Introduction introduction();

    /** Grows whenever the sender of the {@link Hello} has something new to say. */
    int round();

    /** Repeated until its {@link Answer} arrives. */
    record Hello(NodeId from, Introduction introduction, int round) implements Greeting {}

    /** The answer to a hello, with the hello's round. */
    record Answer(NodeId from, Introduction introduction, int round) implements Greeting {}
}
