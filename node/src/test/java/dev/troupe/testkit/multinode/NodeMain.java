package dev.troupe.testkit.multinode;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** One of the JVMs of a multi-node test. */
final class NodeMain {
    /** What a JVM reports if all went well; else the stack trace. */
    static final String PASSED = "passed";

    private NodeMain() {}

    /** Arguments: test class, method, folder of the test, cluster ports of all nodes. */
    public static void main(String[] arguments) throws IOException {
        Thread watch = new Thread(NodeMain::endWithParent, "troupe-parent-watch");
        watch.setDaemon(true);
        watch.start();
        Jvms jvms = new Jvms(Path.of(arguments[2]));
        int index = Conducted.selfIndex();
        jvms.announce(index);
        List<Integer> ports =
                Arrays.stream(arguments[3].split(",", -1)).map(Integer::valueOf).toList();
        int code = 0;
        try {
            run(arguments[0], arguments[1], ports, jvms);
            Files.writeString(jvms.report(index), PASSED);
        } catch (Throwable failure) {
            Files.writeString(jvms.report(index), text(failure));
            code = 1;
        }
        Runtime.getRuntime().halt(code);
    }

    private static void run(String className, String methodName, List<Integer> ports, Jvms jvms) throws Throwable {
        Class<?> test = Class.forName(className);
        MultiNodeTest how = test.getAnnotation(MultiNodeTest.class);
        Method method = test.getDeclaredMethod(methodName, MultiNode.class);
        Constructor<?> constructor = test.getDeclaredConstructor();
        method.setAccessible(true);
        constructor.setAccessible(true);
        MultiNode node = MultiNode.start(ports, ConfigFactory.parseString(how.settings()), jvms);
        try {
            method.invoke(constructor.newInstance(), node);
        } catch (InvocationTargetException thrown) {
            throw thrown.getTargetException();
        }
        node.finish();
    }

    /** The stack trace without the frames of libraries. */
    private static String text(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString()
                .lines()
                .filter(line -> !line.matches("\\s+at (java|scala|jdk|org\\.apache\\.pekko|org\\.junit)[./].*"))
                .collect(Collectors.joining("\n"));
    }

    private static void endWithParent() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException closed) {
            // As good as its end.
        }
        Runtime.getRuntime().halt(1);
    }
}
