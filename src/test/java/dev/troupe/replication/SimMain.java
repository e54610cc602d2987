package dev.troupe.replication;
public final class SimMain {
    public static void main(String[] a) {
        long from=Long.parseLong(a[0]), to=Long.parseLong(a[1]); int bad=0; long t=System.nanoTime(); long acks=0, faults=0, opens=0, exec=0, end=0;
        for(long s=from;s<to;s++){ Simulation sim=new Simulation(s, Mutation.NONE);
            try { sim.run(); } catch (AssertionError e) { bad++; if(bad<=(a.length>2?Integer.parseInt(a[2]):1)) e.printStackTrace(); else System.out.println(e.getMessage().split("\n")[0]); if(bad>20) break; }
            acks+=sim.world().ledger().acknowledgements(); faults+=sim.faults(); opens+=sim.world().openings(); exec+=sim.world().ledger().executions(); end+=sim.world().clockwork().nowMillis(); }
        double n=to-from; System.out.printf("bad %d of %.0f in %.1f s; acks %.0f exec %.0f faults %.1f opens %.1f end %.0f%n",bad,n,(System.nanoTime()-t)/1e9,acks/n,exec/n,faults/n,opens/n,end/n);
    }
}
