System.out.println("miniai computes on: " + Device.current());
System.out.println("Its packages are imported. Try Summary.of(resnet(), 1, 1, 28, 28)");
