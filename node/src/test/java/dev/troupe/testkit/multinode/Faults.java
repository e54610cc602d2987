package dev.troupe.testkit.multinode;

import org.apache.pekko.remote.testconductor.TestConductorExt;
import scala.concurrent.Future;

/** The faults that the conductor can inject under Artery: it can drop messages, and no more. */
final class Faults {
    private Faults() {}

    static Future<?> cut(TestConductorExt conductor, int one, int other) {
        return conductor.blackhole(Conducted.role(one), Conducted.role(other), direction("Both"));
    }

    static Future<?> cutOneWay(TestConductorExt conductor, int from, int to) {
        return conductor.blackhole(Conducted.role(from), Conducted.role(to), direction("Send"));
    }

    static Future<?> mend(TestConductorExt conductor, int one, int other) {
        return conductor.passThrough(Conducted.role(one), Conducted.role(other), direction("Both"));
    }

    /** These objects of Scala cannot be named in Java, and the class around them is an old one that is still in use. */
    @SuppressWarnings("deprecation")
    private static org.apache.pekko.remote.transport.ThrottlerTransportAdapter.Direction direction(String name) {
        String type = org.apache.pekko.remote.transport.ThrottlerTransportAdapter.Direction.class.getName() + "$" + name
                + "$";
        try {
            return (org.apache.pekko.remote.transport.ThrottlerTransportAdapter.Direction)
                    Class.forName(type).getField("MODULE$").get(null);
        } catch (ReflectiveOperationException missing) {
            throw new LinkageError("no " + type, missing);
        }
    }
}
